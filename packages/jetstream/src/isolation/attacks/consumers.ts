import { api, type Attack } from "./attack.ts";
import { askForDelivery } from "./delivery.ts";

/** Consumers: new ones on the victim's stream, and the victim's own. */
export const consumers: readonly Attack[] = [
  {
    id: "R10",
    title: "push consumer by CONSUMER.CREATE.<stream>",
    run: async (scene) =>
      askForDelivery(scene, api(`CONSUMER.CREATE.${scene.victim.store.stream}`)),
  },
  {
    id: "R11",
    title: "push consumer by CONSUMER.CREATE.<stream>.<name>",
    run: async (scene) =>
      askForDelivery(scene, api(`CONSUMER.CREATE.${scene.victim.store.stream}.r11`), {
        config: { name: "r11", filter_subject: undefined },
      }),
  },
  {
    id: "R12",
    title: "push consumer by CONSUMER.CREATE.<stream>.<name>.<filter>",
    run: async (scene) => {
      const { stream } = scene.victim.store;
      return askForDelivery(scene, api(`CONSUMER.CREATE.${stream}.r12.${scene.canary.subject}`), {
        config: { name: "r12" },
      });
    },
  },
  {
    id: "R13",
    title: "push consumer by CONSUMER.DURABLE.CREATE",
    async run(scene) {
      const { stream } = scene.victim.store;
      const durable = await scene.victim.durable("r13-name");
      await scene.victim.manager.consumers.delete(stream, durable);
      return askForDelivery(scene, api(`CONSUMER.DURABLE.CREATE.${stream}.${durable}`), {
        config: { durable_name: durable },
      });
    },
  },
  {
    id: "R14",
    title: "the own stream in the subject, the victim's in the request",
    run: async (scene) =>
      askForDelivery(scene, api(`CONSUMER.CREATE.${scene.own.store.stream}.r14`), {
        config: { name: "r14" },
      }),
  },
  {
    id: "R15",
    title: "pull consumer: create it, then pull",
    async run(scene) {
      const { raider, victim, canary } = scene;
      const { stream } = victim.store;
      const config = { name: "r15", filter_subject: canary.subject, mem_storage: true };
      const created = api(`CONSUMER.CREATE.${stream}.r15.${canary.subject}`);
      await raider.ask(created, { stream_name: stream, config });
      const answer = await raider.ask(api(`CONSUMER.MSG.NEXT.${stream}.r15`), { batch: 1 });
      await victim.manager.consumers.delete(stream, "r15").catch(() => undefined);
      return scene.secretIn(answer);
    },
  },
  {
    id: "R16",
    title: "pull from the victim's own consumer",
    async run(scene) {
      const { raider, victim } = scene;
      const durable = await victim.durable("r16");
      const next = api(`CONSUMER.MSG.NEXT.${victim.store.stream}.${durable}`);
      return scene.secretIn(await raider.ask(next, { batch: 1 }));
    },
  },
  {
    id: "R17",
    title: "have the victim's next event sent to the attacker by an ack with +NXT",
    async run(scene) {
      const { raider, victim } = scene;
      const { stream } = victim.store;
      const durable = await victim.durable("r17");
      const ack = `$JS.ACK.${stream}.${durable}.1.1.1.1700000000000000000.0`;
      return scene.secretIn(await raider.ask(ack, "+NXT"));
    },
  },
  {
    id: "R18",
    title: "have the victim's consumer push to the attacker",
    async run(scene) {
      const { stream } = scene.victim.store;
      const durable = await scene.victim.durable("r18", scene.victim.admin.inbox());
      return askForDelivery(scene, api(`CONSUMER.DURABLE.CREATE.${stream}.${durable}`), {
        config: { durable_name: durable, ack_policy: "explicit", inactive_threshold: undefined },
      });
    },
  },
  {
    id: "W14",
    title: "delete the victim's consumer",
    async run({ raider, victim }) {
      const { stream } = victim.store;
      const durable = await victim.durable("w14");
      await raider.ask(api(`CONSUMER.DELETE.${stream}.${durable}`));
      const left = await victim.manager.consumers.info(stream, durable).catch(() => undefined);
      return left === undefined ? "the consumer is gone" : undefined;
    },
  },
  {
    id: "W15",
    title: "pause the victim's consumer (2.11)",
    async run({ raider, victim }) {
      const { stream } = victim.store;
      const durable = await victim.durable("w15");
      const until = new Date(Date.now() + 60_000).toISOString();
      await raider.ask(api(`CONSUMER.PAUSE.${stream}.${durable}`), { pause_until: until });
      const { paused } = await victim.manager.consumers.info(stream, durable);
      return paused ? "the consumer is paused" : undefined;
    },
  },
];
