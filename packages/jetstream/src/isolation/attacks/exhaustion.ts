import { createRaider, type Raider } from "../raider.ts";
import { accountOf, type Scene } from "../scene.ts";
import { api, granted, type Attack } from "./attack.ts";

const manyStreams = 20;
const manyConsumers = 100;
const manyConnections = 150;
/** More than any account is given. */
const reservedBytes = 64 * 1024 * 1024;

async function createStreams(
  { raider, own, secret }: Scene,
  count: number,
  maxBytes: number,
): Promise<number> {
  const made: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const name = `isolation-flood-${secret.slice(0, 8)}-${at}`;
    const config = { name, subjects: [name], storage: "file", max_bytes: maxBytes };
    if (!granted(await raider.ask(api(`STREAM.CREATE.${name}`), config))) break;
    made.push(name);
  }
  for (const name of made) await own.manager.streams.delete(name).catch(() => undefined);
  return made.length;
}

/** Using up what others need. */
export const exhaustion: readonly Attack[] = [
  {
    id: "E01",
    title: "reserve storage with streams of one's own",
    async run(scene) {
      const made = await createStreams(scene, 1, reservedBytes);
      return made > 0 ? "room for others is reserved" : undefined;
    },
  },
  {
    id: "E02",
    title: "flood the own stream until others cannot store",
    async run({ own, victim }) {
      const { config } = await own.manager.streams.info(own.store.stream);
      if (config.max_bytes > 0) return undefined;
      const { limits } = await own.manager.getAccountInfo();
      if (limits.max_storage <= 0) return "the own stream may grow until the disk is full";
      const isShared = (await accountOf(own.admin)) === (await accountOf(victim.admin));
      return isShared ? `the own stream may take all ${limits.max_storage} bytes` : undefined;
    },
  },
  {
    id: "E03",
    title: "more than 100 consumers on the own stream",
    async run({ raider, own }) {
      const { stream } = own.store;
      const made: string[] = [];
      for (let at = 0; at <= manyConsumers; at += 1) {
        const name = `isolation-test-e03-${at}`;
        const config = { name, mem_storage: true, inactive_threshold: 10_000_000_000 };
        const body = { stream_name: stream, config };
        if (!granted(await raider.ask(api(`CONSUMER.CREATE.${stream}.${name}`), body))) break;
        made.push(name);
      }
      for (const name of made) await own.manager.consumers.delete(stream, name);
      return made.length > manyConsumers ? `${made.length} consumers` : undefined;
    },
  },
  {
    id: "E04",
    title: `create ${manyStreams} streams`,
    async run(scene) {
      const made = await createStreams(scene, manyStreams, 10_000);
      return made === manyStreams ? `${made} streams` : undefined;
    },
  },
  {
    id: "E05",
    title: `${manyConnections} connections with the one user`,
    async run({ own }) {
      const opened: Raider[] = [];
      try {
        while (opened.length < manyConnections) opened.push(await createRaider(own.store.user));
      } catch {
        // The server has had enough of them.
      }
      await Promise.all(opened.map(async (each) => each[Symbol.asyncDispose]()));
      return opened.length === manyConnections ? `${opened.length} connections` : undefined;
    },
  },
];
