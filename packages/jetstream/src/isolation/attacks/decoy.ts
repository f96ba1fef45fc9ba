import { randomBytes } from "node:crypto";
import { DiscardPolicy, StorageType } from "@nats-io/jetstream";
import type { Scene } from "../scene.ts";

/** A stream in the victim's account that may be destroyed. */
export interface Decoy {
  readonly name: string;
  /** How many messages it holds, `undefined` where it is gone. */
  readonly messages: () => Promise<number | undefined>;
  readonly subjects: () => Promise<readonly string[]>;
}

export const decoyMessages = 20;

/** Lets an attack loose on a decoy, which is gone afterwards either way. */
export async function withDecoy(
  { victim }: Scene,
  attack: (decoy: Decoy) => Promise<string | undefined>,
  firstSequence = 1,
): Promise<string | undefined> {
  const name = `isolation-decoy-${randomBytes(4).toString("hex")}`;
  const { manager, admin } = victim;
  await manager.streams.add({
    name,
    subjects: [name],
    storage: StorageType.Memory,
    discard: DiscardPolicy.Old,
    max_bytes: 100_000,
    first_seq: firstSequence,
  });
  try {
    const numbers = Array.from({ length: decoyMessages }, (_, number) => number);
    await Promise.all(numbers.map(async (number) => admin.ask(name, { number })));
    return await attack({
      name,
      messages: async () =>
        manager.streams.info(name).then(
          ({ state }) => state.messages,
          () => undefined,
        ),
      subjects: async () => (await manager.streams.info(name)).config.subjects,
    });
  } finally {
    await manager.streams.delete(name).catch(() => undefined);
  }
}
