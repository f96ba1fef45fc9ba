import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { publicStream } from "../layout.ts";
import { sharedApi } from "../permissions.ts";
import type { Scene, Sharing } from "../scene.ts";
import type { Attack } from "./attack.ts";
import { sendByServer } from "./deputy.ts";

/** An attack on what the victim shares. */
function onShared(
  id: string,
  title: string,
  run: (scene: Scene, stream: string, sharing: Sharing) => Promise<string | undefined>,
): Attack {
  return {
    id,
    title,
    applies: ({ sharing, victim }) => sharing !== undefined && victim.store.readers.length > 0,
    async run(scene) {
      const { sharing, victim } = scene;
      return sharing && run(scene, publicStream(victim.store), sharing);
    },
  };
}

const forgeryOf = ({ secret }: Scene): string => `forged against ${secret}`;

/** Whether the victim's shared stream comes to hold something that the attacker has made. */
async function isForged(
  scene: Scene,
  { manager }: Sharing,
  stream: string,
): Promise<string | undefined> {
  // What the victim shares itself comes through, and with it whatever came before.
  const subject = await share(scene);
  const marker = await arrival(manager, stream, subject);
  if (marker === undefined) return "the victim's own public events do not come through any more";
  for (let seq = Math.max(marker - 20, 1); seq < marker; seq += 1) {
    const message = await manager.streams.getMessage(stream, { seq }).catch(() => null);
    if (message?.string().includes(forgeryOf(scene))) return "a forged public event";
  }
  return undefined;
}

/** The sequence at which a message has come into the shared stream. */
async function arrival(
  manager: Sharing["manager"],
  stream: string,
  subject: string,
): Promise<number | undefined> {
  for (let tries = 0; tries < 100; tries += 1) {
    const query = { last_by_subj: subject };
    const message = await manager.streams.getMessage(stream, query).catch(() => null);
    if (message !== null) return message.seq;
    await sleep(30);
  }
  return undefined;
}

/** Has the victim share an event. */
async function share({ victim }: Scene): Promise<string> {
  const subject = victim.subject(`shared-${randomBytes(4).toString("hex")}`, "public");
  await victim.user.ask(subject, { shared: true });
  return subject;
}

/** What agents share, and what they do not. */
export const sharing: readonly Attack[] = [
  onShared("S01", "forge a public event in the victim's name", async (scene, stream, shared) => {
    await scene.raider.send(scene.victim.subject("s01", "public"), forgeryOf(scene));
    const to = scene.victim.subject("s01-deputy", "public");
    await sendByServer(scene, { id: "s01", to, body: forgeryOf(scene) });
    return isForged(scene, shared, stream);
  }),
  onShared("S02", "change or empty the shared stream", async (scene, stream, shared) => {
    const { raider, victim } = scene;
    const { config } = await shared.manager.streams.info(stream);
    const requests = [
      [`STREAM.UPDATE.${stream}`, { ...config, description: "changed" }],
      [`STREAM.PURGE.${stream}`, { filter: victim.subject("none", "public") }],
      [`STREAM.MSG.DELETE.${stream}`, { seq: 1_000_000_000 }],
      [`STREAM.DELETE.${stream}`, { no: "harm" }],
      [`CONSUMER.CREATE.${stream}`, { stream_name: stream, config: { ack_policy: "none" } }],
    ] as const;
    for (const [request, body] of requests) {
      const subject = `${sharedApi}.${request}`;
      if ((await raider.ask(subject, body)) !== "") return `${request} is answered`;
      await sendByServer(scene, { id: `s02-${request.length}`, to: subject, body });
    }
    const { config: now } = await shared.manager.streams.info(stream);
    return now.description === config.description ? undefined : "the shared stream is changed";
  }),
  onShared("S03", "deliver where the shared stream listens", async (scene, stream, shared) => {
    const { config } = await shared.manager.streams.info(stream);
    for (const { external } of config.sources ?? []) {
      const to = `${external?.deliver ?? "deliver"}.forged`;
      await scene.raider.send(to, forgeryOf(scene));
      await sendByServer(scene, { id: "s03", to, body: forgeryOf(scene) });
    }
    return isForged(scene, shared, stream);
  }),
  {
    ...onShared("S04", "read what is shared with others", async (scene, stream, shared) => {
      const subject = await share(scene);
      await arrival(shared.manager, stream, subject);
      const body = { last_by_subj: subject };
      const answer = await scene.raider.ask(`${sharedApi}.STREAM.MSG.GET.${stream}`, body);
      const direct = await scene.raider.ask(`${sharedApi}.DIRECT.GET.${stream}.${subject}`);
      return `${answer}${direct}`.includes("shared") ? "the victim's public event" : undefined;
    }),
    applies: ({ own, victim, sharing: shared }) =>
      shared !== undefined &&
      victim.store.readers.length > 0 &&
      !victim.store.readers.includes(own.store.agent),
  },
  onShared("S05", "find internal events in what is shared", async (scene, stream, shared) => {
    const { raider, canary } = scene;
    const body = { last_by_subj: canary.subject };
    const own = await raider.ask(`${sharedApi}.STREAM.MSG.GET.${stream}`, body);
    const direct = await raider.ask(`${sharedApi}.DIRECT.GET.${stream}.${canary.subject}`);
    const { data } = (await shared.manager.streams.getMessage(stream, body).catch(() => null)) ?? {
      data: new Uint8Array(),
    };
    return scene.secretIn([own, direct, Buffer.from(data).toString()].join("\n"));
  }),
  onShared(
    "E06",
    "flood what the victim shares with own public events",
    async (scene, stream, shared) => {
      await scene.raider.send(scene.own.subject("e06", "public"), forgeryOf(scene));
      return isForged(scene, shared, stream);
    },
  ),
];
