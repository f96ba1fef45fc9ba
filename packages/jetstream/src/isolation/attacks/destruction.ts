import { setTimeout as sleep } from "node:timers/promises";
import { accountOf, type Scene } from "../scene.ts";
import { api, granted, type Attack } from "./attack.ts";
import { decoyMessages, withDecoy } from "./decoy.ts";
import { sendByServer } from "./deputy.ts";

/** What the server does by a reply subject takes a moment. */
const momentMs = 150;

/** Whether an event that the victim has stored for an attack is still there. */
async function isGone({ victim }: Scene, sequence: number): Promise<string | undefined> {
  const { stream } = victim.store;
  const left = await victim.manager.streams.getMessage(stream, { seq: sequence }).catch(() => null);
  return left === null ? "the victim's event is gone" : undefined;
}

/** Changes the description of the victim's stream, as any other setting could be changed. */
async function redescribe(
  scene: Scene,
  change: (config: unknown) => Promise<unknown>,
): Promise<string | undefined> {
  const { manager, store } = scene.victim;
  const { config } = await manager.streams.info(store.stream);
  await change({ ...config, description: "changed by the isolation test" });
  await sleep(momentMs);
  const { config: changed } = await manager.streams.info(store.stream);
  if (changed.description === config.description) return undefined;
  await manager.streams.update(store.stream, { ...config, description: config.description ?? "" });
  return "the victim's stream is changed";
}

/** Deleting, and changing what the victim's stream is. */
export const destruction: readonly Attack[] = [
  {
    id: "X01",
    title: "delete the victim's event",
    async run(scene) {
      const { sequence } = await scene.victim.put("x01", {});
      const request = api(`STREAM.MSG.DELETE.${scene.victim.store.stream}`);
      await scene.raider.ask(request, { seq: sequence, no_erase: true });
      return isGone(scene, sequence);
    },
  },
  {
    id: "X02",
    title: "change the settings of the victim's stream",
    run: async (scene) =>
      redescribe(scene, async (config) =>
        scene.raider.ask(api(`STREAM.UPDATE.${scene.victim.store.stream}`), config),
      ),
  },
  {
    id: "X03",
    title: "take the subjects of a stream away",
    run: async (scene) =>
      withDecoy(scene, async ({ name, subjects }) => {
        const { config } = await scene.victim.manager.streams.info(name);
        const request = api(`STREAM.UPDATE.${name}`);
        await scene.raider.ask(request, { ...config, subjects: [`${name}.taken`] });
        return (await subjects()).includes(name) ? undefined : "its subjects are taken away";
      }),
  },
  {
    id: "X04",
    title: "purge the victim's stream",
    async run(scene) {
      const { subject, sequence } = await scene.victim.put("x04", {});
      const request = api(`STREAM.PURGE.${scene.victim.store.stream}`);
      await scene.raider.ask(request, { filter: subject });
      return isGone(scene, sequence);
    },
  },
  {
    id: "X05",
    title: "delete a stream of the victim",
    async run(scene) {
      const { raider, victim } = scene;
      // With a body the request is refused, but it is answered only where it is let through.
      const answer = await raider.ask(api(`STREAM.DELETE.${victim.store.stream}`), { no: "harm" });
      if (answer !== "") return "requests to delete the victim's stream are answered";
      return withDecoy(scene, async ({ name, messages }) => {
        await raider.ask(api(`STREAM.DELETE.${name}`));
        return (await messages()) === undefined ? "the stream is gone" : undefined;
      });
    },
  },
  {
    id: "X06",
    title: "restore something over a stream of the victim",
    run: async (scene) =>
      withDecoy(scene, async ({ name }) => {
        const { raider, own, victim } = scene;
        const { config, state } = await victim.manager.streams.info(name);
        await victim.manager.streams.delete(name);
        for (const stream of [name, own.store.stream]) {
          const answer = await raider.ask(api(`STREAM.RESTORE.${stream}`), { config, state });
          if (answer.includes('"deliver_subject"')) return `STREAM.RESTORE.${stream} granted`;
        }
        return undefined;
      }),
  },
  {
    id: "X07",
    title: "purge the victim's account (CVE-2025-30215)",
    async run(scene) {
      const request = api(`ACCOUNT.PURGE.${await accountOf(scene.victim.admin)}`);
      return granted(await scene.raider.ask(request)) ? "the account is purged" : undefined;
    },
  },
  {
    id: "X08",
    title: "administer the cluster",
    async run({ raider, victim }) {
      const { stream } = victim.store;
      for (const request of [
        "SERVER.REMOVE",
        "META.LEADER.STEPDOWN",
        `STREAM.LEADER.STEPDOWN.${stream}`,
        `STREAM.PEER.REMOVE.${stream}`,
      ])
        if (granted(await raider.ask(api(request), { peer: "none" }))) return `${request} granted`;
      return undefined;
    },
  },
];

/** The same by the server, in the attacker's stead. */
export const deputyDestruction: readonly Attack[] = [
  {
    id: "X09",
    title: "have the server purge the victim's stream by a reply subject",
    async run(scene) {
      const { subject, sequence } = await scene.victim.put("x09", {});
      const to = api(`STREAM.PURGE.${scene.victim.store.stream}`);
      await sendByServer(scene, { id: "x09", to, body: { filter: subject } });
      await sleep(momentMs);
      return isGone(scene, sequence);
    },
  },
  {
    id: "X10",
    title: "have an own event acknowledged to STREAM.MSG.DELETE, its sequence naming the victim's",
    async run(scene) {
      const { own, raider } = scene;
      const { state } = await own.manager.streams.info(own.store.stream);
      return withDecoy(
        scene,
        async ({ name, messages }) => {
          await raider.send(own.subject("x10"), {}, { reply: api(`STREAM.MSG.DELETE.${name}`) });
          await sleep(momentMs);
          return (await messages()) === decoyMessages ? undefined : "an event is gone";
        },
        state.last_seq,
      );
    },
  },
  {
    id: "X14",
    title: "have the server delete the victim's event by a reply subject",
    async run(scene) {
      const { sequence } = await scene.victim.put("x14", {});
      const to = api(`STREAM.MSG.DELETE.${scene.victim.store.stream}`);
      await sendByServer(scene, { id: "x14", to, body: { seq: sequence, no_erase: true } });
      await sleep(momentMs);
      return isGone(scene, sequence);
    },
  },
  {
    id: "X11",
    title: "have the server delete a stream of the victim by a reply subject",
    run: async (scene) =>
      withDecoy(scene, async ({ name, messages }) => {
        await sendByServer(scene, { id: "x11", to: api(`STREAM.DELETE.${name}`), body: "" });
        await sleep(momentMs);
        return (await messages()) === undefined ? "the stream is gone" : undefined;
      }),
  },
  {
    id: "X12",
    title: "have the server change the victim's stream by a reply subject",
    run: async (scene) =>
      redescribe(scene, async (body) => {
        const to = api(`STREAM.UPDATE.${scene.victim.store.stream}`);
        await sendByServer(scene, { id: "x12", to, body });
      }),
  },
  {
    id: "X13",
    title: "have the server purge the victim's account by a reply subject (CVE-2025-30215)",
    async run(scene) {
      const to = api(`ACCOUNT.PURGE.${await accountOf(scene.victim.admin)}`);
      await sendByServer(scene, { id: "x13", to, body: "" });
      await sleep(momentMs);
      return isGone(scene, scene.canary.sequence);
    },
  },
];
