import type { Scene } from "../scene.ts";
import { api, type Attack } from "./attack.ts";

/** Listens while the victim stores an event. */
function overhears(
  id: string,
  title: string,
  listen: (scene: Scene) => readonly [subject: string, queue?: string],
): Attack {
  return {
    id,
    title,
    async run(scene) {
      const { raider, victim, secret } = scene;
      const [subject, queue] = listen(scene);
      const store = async (): Promise<unknown> => victim.put(id.toLowerCase(), { secret });
      return scene.secretIn(await raider.hear(subject, store, queue));
    },
  };
}

/** Listens while the victim's client asks for its event. */
async function overhearRequest(scene: Scene, subject: string): Promise<string> {
  const { raider, victim, canary } = scene;
  const { stream } = victim.store;
  return raider.hear(subject, async () =>
    victim.user.ask(api(`STREAM.MSG.GET.${stream}`), { seq: canary.sequence }),
  );
}

/** Subscribing where events, requests and answers pass. */
export const eavesdropping: readonly Attack[] = [
  overhears("R01a", "subscribe to the victim's prefix", ({ victim }) => [
    `${victim.store.subjectPrefix}.>`,
  ]),
  overhears("R01b", "subscribe to everything", () => [">"]),
  overhears("R01c", "subscribe to a wildcard over all agents", ({ victim }) => [
    victim.subject("r01c").replace(/^([^.]+\.[^.]+)\.[^.]+/, "$1.*"),
  ]),
  overhears("R01d", "subscribe to the first token of the prefix", ({ victim }) => [
    `${victim.store.subjectPrefix.split(".")[0]}.>`,
  ]),
  overhears("R01e", "subscribe to the exact subject", ({ victim }) => [victim.subject("r01e")]),
  overhears("R02", "subscribe to the victim's prefix in a queue group", ({ victim }) => [
    `${victim.store.subjectPrefix}.>`,
    "queue",
  ]),
  {
    id: "R30",
    title: "listen to everybody's replies",
    async run(scene) {
      const { inboxPrefix = "_INBOX" } = scene.victim.store.user;
      for (const prefix of new Set(["_INBOX", inboxPrefix])) {
        const heard = scene.secretIn(await overhearRequest(scene, `${prefix}.>`));
        if (heard !== undefined) return heard;
      }
      return undefined;
    },
  },
  {
    id: "R31",
    title: "listen to everybody's JetStream requests",
    async run(scene) {
      const heard = await overhearRequest(scene, "$JS.API.>");
      return heard.includes(scene.victim.store.stream) ? "the victim's requests" : undefined;
    },
  },
  {
    id: "R32",
    title: "listen to JetStream's advisories and acks",
    async run(scene) {
      const { raider, victim } = scene;
      for (const subject of ["$JS.EVENT.>", "$JS.ACK.>"]) {
        const heard = await raider.hear(subject, async () => victim.durable("r32"));
        if (heard.includes(victim.store.stream)) return `what ${subject} tells of the victim`;
      }
      return undefined;
    },
  },
];
