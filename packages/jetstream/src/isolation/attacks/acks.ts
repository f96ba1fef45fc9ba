import type { Scene } from "../scene.ts";
import { api, granted, type Attack } from "./attack.ts";

/** A message the victim has been given and not acknowledged yet: its ack subject. */
async function pendingOf({ victim }: Scene, durable: string): Promise<string> {
  const next = api(`CONSUMER.MSG.NEXT.${victim.store.stream}.${durable}`);
  const inbox = victim.admin.inbox();
  let reply = "";
  const subscription = victim.admin.nats.subscribe(inbox, {
    max: 1,
    callback: (_, message) => {
      reply = message.reply ?? "";
    },
  });
  await victim.admin.nats.flush();
  await victim.admin.hear(inbox, async () =>
    victim.admin.send(next, { batch: 1 }, { reply: inbox }),
  );
  subscription.unsubscribe();
  return reply;
}

async function stillPending({ victim }: Scene, durable: string): Promise<string | undefined> {
  const { stream } = victim.store;
  const { num_ack_pending } = await victim.manager.consumers.info(stream, durable);
  return num_ack_pending === 0 ? "the victim's message is acknowledged" : undefined;
}

/** Tampering with what the victim's consumers are doing. */
export const acks: readonly Attack[] = [
  {
    id: "W13",
    title: "acknowledge the victim's pending message",
    async run(scene) {
      const durable = await scene.victim.durable("w13");
      await scene.raider.send(await pendingOf(scene, durable), "+ACK");
      return stillPending(scene, durable);
    },
  },
  {
    id: "W19",
    title: "have the server acknowledge it by a reply subject",
    async run(scene) {
      const durable = await scene.victim.durable("w19");
      const { subject } = await scene.own.put("w19", "+ACK");
      const reply = await pendingOf(scene, durable);
      const { stream } = scene.own.store;
      await scene.raider.send(api(`DIRECT.GET.${stream}.${subject}`), undefined, { reply });
      await scene.raider.nats.flush();
      return stillPending(scene, durable);
    },
  },
  {
    id: "W16",
    title: "reset or unpin the victim's consumer (2.12)",
    async run({ raider, victim }) {
      const { stream } = victim.store;
      const durable = await victim.durable("w16");
      for (const request of ["RESET", "UNPIN"]) {
        const subject = api(`CONSUMER.${request}.${stream}.${durable}`);
        if (granted(await raider.ask(subject, { group: "g" })))
          return `CONSUMER.${request} granted`;
      }
      return undefined;
    },
  },
  {
    id: "W17",
    title: "make the leader of the victim's consumer step down (clusters)",
    async run({ raider, victim }) {
      const { stream } = victim.store;
      const durable = await victim.durable("w17");
      const answer = await raider.ask(api(`CONSUMER.LEADER.STEPDOWN.${stream}.${durable}`));
      return granted(answer) ? "another leader" : undefined;
    },
  },
];
