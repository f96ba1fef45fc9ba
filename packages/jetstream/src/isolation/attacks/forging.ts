import { blobBucket } from "../../blob-bucket.ts";
import type { Scene } from "../scene.ts";
import { api, type Attack } from "./attack.ts";
import { sendByServer } from "./deputy.ts";
import { withSettings } from "./streams.ts";

const forgery = { forged: true };

/** Tries to have a message stored under a subject of the victim. */
function forges(
  id: string,
  title: string,
  way: (scene: Scene, subject: string) => Promise<unknown>,
): Attack {
  return {
    id,
    title,
    async run(scene) {
      const subject = scene.victim.subject(`${id.toLowerCase()}-forged`);
      await way(scene, subject);
      // What a consumer delivers keeps the subject it was stored under.
      const isHeld = await scene.victim.comesToHold(subject, scene.own.subject(id.toLowerCase()));
      return isHeld ? "a forged event" : undefined;
    },
  };
}

/** Writing as another agent. */
export const forging: readonly Attack[] = [
  forges("W01", "publish on the victim's subject", async ({ raider }, subject) =>
    raider.send(subject, forgery),
  ),
  forges("W02", "publish there with the own prefix as a disguise", async (scene, subject) => {
    const { raider, own } = scene;
    const { subjectPrefix } = own.store;
    for (const disguised of [
      `${subjectPrefix}.${subject}`,
      `${subjectPrefix}..${subject}`,
      `${subjectPrefix}.*`,
      `${subjectPrefix}.>`,
      subject.toUpperCase(),
      ` ${subject}`,
    ]) {
      const answer = await raider.ask(disguised, forgery);
      // What was stored under such a subject no filter finds again.
      const stored = new RegExp(`"${own.store.stream}",\\s*"seq":\\s*(\\d+)`).exec(answer)?.[1];
      if (stored !== undefined)
        await own.manager.streams.deleteMessage(own.store.stream, Number(stored), false);
    }
  }),
  forges("W03", "push the own event to the victim's subject", async (scene, subject) => {
    const { raider, own, victim } = scene;
    const { stream } = own.store;
    const kept = await own.put("w03", forgery);
    // A consumer pushes only where somebody listens to exactly its deliver subject.
    await victim.admin.hear(subject, async () =>
      raider.ask(api(`CONSUMER.CREATE.${stream}.w03.${kept.subject}`), {
        stream_name: stream,
        config: {
          name: "w03",
          deliver_subject: subject,
          filter_subject: kept.subject,
          ack_policy: "none",
          mem_storage: true,
          inactive_threshold: 5_000_000_000,
        },
      }),
    );
  }),
  forges("W04", "have DIRECT.GET answer there", async (scene, to) =>
    sendByServer(scene, { id: "w04", to, body: forgery }),
  ),
  forges("W05", "have STREAM.MSG.GET and STREAM.INFO answer there", async (scene, reply) => {
    const { raider, own } = scene;
    const { stream } = own.store;
    const { sequence } = await own.put("w05", forgery);
    await raider.send(api(`STREAM.MSG.GET.${stream}`), { seq: sequence }, { reply });
    await raider.send(api(`STREAM.INFO.${stream}`), undefined, { reply });
  }),
  forges("W06", "have an own event acknowledged there", async ({ raider, own }, reply) =>
    raider.send(own.subject("w06"), forgery, { reply }),
  ),
  forges("W07", "pull the own event to there", async (scene, reply) => {
    const { raider, own } = scene;
    const { stream } = own.store;
    const { subject } = await own.put("w07", forgery);
    await raider.ask(api(`CONSUMER.CREATE.${stream}.w07.${subject}`), {
      stream_name: stream,
      config: {
        name: "w07",
        filter_subject: subject,
        ack_policy: "none",
        mem_storage: true,
        inactive_threshold: 5_000_000_000,
      },
    });
    await raider.send(api(`CONSUMER.MSG.NEXT.${stream}.w07`), { batch: 1 }, { reply });
  }),
  forges("W08", "republish the own stream there", async (scene, dest) => {
    const republish = { src: scene.own.subject("w08"), dest };
    await withSettings(scene, { of: "own", settings: { republish } }, async () => {
      await scene.own.put("w08", forgery);
      return undefined;
    });
  }),
  forges("W09", "have a message traced to there (2.11)", async ({ raider, own }, subject) =>
    raider.send(own.subject("w09"), forgery, { headers: { "Nats-Trace-Dest": subject } }),
  ),
  {
    id: "W18",
    title: "suppress the victim's next event by using up its id",
    async run(scene) {
      const { victim } = scene;
      const headers = { "Nats-Msg-Id": `isolation-test-w18-${scene.secret}` };
      const to = victim.subject("w18-forged");
      await sendByServer(scene, { id: "w18", to, body: forgery, headers });
      await victim.comesToHold(to);
      const answer = await victim.user.ask(victim.subject("w18"), { wanted: true }, { headers });
      return answer.includes('"duplicate": true') || answer.includes('"duplicate":true')
        ? "the victim's event is taken for a duplicate"
        : undefined;
    },
  },
  {
    id: "W20",
    title: "write into the victim's object store of large events",
    async run({ raider, victim, secret }) {
      const bucket = blobBucket(victim.store.stream);
      const subject = `$O.${bucket}.M.${secret}`;
      await raider.ask(subject, forgery);
      const found = await victim.manager.streams
        .getMessage(`OBJ_${bucket}`, { last_by_subj: subject })
        .catch(() => null);
      if (found === null) return undefined;
      await victim.manager.streams.purge(`OBJ_${bucket}`, { filter: subject });
      return "a forged large event";
    },
  },
];
