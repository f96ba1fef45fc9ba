import { blobBucket } from "../../blob-bucket.ts";
import { createRaider } from "../raider.ts";
import type { Scene } from "../scene.ts";
import { api, type Attack } from "./attack.ts";
import { askForDelivery } from "./delivery.ts";

/** Asks for the victim's event; what the request is to say depends on the scene. */
function reads(
  id: string,
  title: string,
  request: (scene: Scene) => readonly [subject: string, body?: unknown],
): Attack {
  return {
    id,
    title,
    async run(scene) {
      const [subject, body] = request(scene);
      return scene.secretIn(await scene.raider.ask(subject, body));
    },
  };
}

const get = (scene: Scene): string => api(`STREAM.MSG.GET.${scene.victim.store.stream}`);
const directGet = (scene: Scene): string => api(`DIRECT.GET.${scene.victim.store.stream}`);

/** Asking JetStream for messages. */
export const reading: readonly Attack[] = [
  {
    id: "R00a",
    title: "connect without credentials and read",
    async run(scene) {
      const url = scene.own.store.user.url.replace(/\/\/[^@/]*@/, "//");
      const stranger = await createRaider({ url }).catch(() => undefined);
      if (stranger === undefined) return undefined;
      await using raider = stranger;
      return scene.secretIn(await raider.ask(get(scene), { seq: scene.canary.sequence }));
    },
  },
  reads("R03", "STREAM.MSG.GET by sequence", (scene) => [
    get(scene),
    { seq: scene.canary.sequence },
  ]),
  reads("R04", "STREAM.MSG.GET last by subject", (scene) => [
    get(scene),
    { last_by_subj: scene.canary.subject },
  ]),
  reads("R05", "DIRECT.GET by sequence", (scene) => [
    directGet(scene),
    { seq: scene.canary.sequence },
  ]),
  reads("R06", "DIRECT.GET last by subject, in the subject", (scene) => [
    `${directGet(scene)}.${scene.canary.subject}`,
  ]),
  reads("R07", "DIRECT.GET of a batch (2.11)", (scene) => [
    directGet(scene),
    { batch: 10, seq: scene.canary.sequence },
  ]),
  reads("R08", "DIRECT.GET of several subjects' last (2.11)", (scene) => [
    directGet(scene),
    { multi_last: [scene.canary.subject] },
  ]),
  reads("R09", "DIRECT.GET of the own stream for the victim's subject", (scene) => [
    api(`DIRECT.GET.${scene.own.store.stream}`),
    { last_by_subj: scene.canary.subject },
  ]),
  {
    id: "R27",
    title: "STREAM.MSG.GET through a JetStream domain",
    async run(scene) {
      const { stream } = scene.victim.store;
      const body = { seq: scene.canary.sequence };
      for (const domain of ["hub", "leaf", "openclaw"]) {
        const answer = await scene.raider.ask(`$JS.${domain}.API.STREAM.MSG.GET.${stream}`, body);
        if (scene.secretIn(answer)) return scene.secretIn(answer);
      }
      return undefined;
    },
  },
  {
    id: "R28",
    title: "other prefixes of the API, as imports have them",
    async run(scene) {
      const { agent, stream, subjectPrefix } = scene.victim.store;
      const body = { seq: scene.canary.sequence };
      for (const prefix of [`JS.${agent}.API`, `JS.agent-${agent}.API`, "JS.public.API"]) {
        const create = `${prefix}.CONSUMER.CREATE.${stream}.r28.${subjectPrefix}.public.>`;
        const obtained =
          scene.secretIn(await scene.raider.ask(`${prefix}.STREAM.MSG.GET.${stream}`, body)) ??
          scene.secretIn(await scene.raider.ask(`${prefix}.DIRECT.GET.${stream}`, body)) ??
          (await askForDelivery(scene, create, { config: { name: "r28" } }));
        if (obtained !== undefined) return obtained;
      }
      return undefined;
    },
  },
  {
    id: "R29",
    title: "ask in the name of another account by a forged Nats-Request-Info",
    async run(scene) {
      const { agent } = scene.victim.store;
      const info = JSON.stringify({ acc: `agent-${agent}`, rtt: 1, user: agent });
      const body = { seq: scene.canary.sequence };
      const answer = await scene.raider.ask(get(scene), body, {
        headers: { "Nats-Request-Info": info },
      });
      return scene.secretIn(answer);
    },
  },
  {
    id: "R34",
    title: "ask for the victim's object store of large events",
    async run({ raider, victim }) {
      const bucket = blobBucket(victim.store.stream);
      const answer = await raider.ask(api(`STREAM.INFO.OBJ_${bucket}`));
      return answer.includes(`$O.${bucket}`) ? "the victim's object store" : undefined;
    },
  },
];
