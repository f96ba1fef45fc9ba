import * as fc from "fast-check";
import { expect, test } from "vitest";
import { buildContext } from "./build-context.ts";
import { createAgentMemory } from "./memory.ts";
import type { AgentMemory } from "./memory.ts";
import type { Message } from "./message.ts";
import { decodeSnapshot, encodeSnapshot } from "./snapshot.ts";
import type { Snapshot } from "./snapshot.ts";

const word = fc.constantFrom(
  "garden",
  "paint",
  "painted",
  "Heizungswartung",
  "and",
  "東京",
  "🎉",
  "2026",
);
const text = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => `${words.join(" ")}.`),
  fc.array(word, { minLength: 200, maxLength: 400 }).map((words) => words.join(". ")),
  fc.string({ unit: "binary", minLength: 1 }),
);
const message: fc.Arbitrary<Message> = fc.record({
  id: fc.uuid(),
  session: fc.constantFrom("agent:main:main", "agent:main:cron", "__proto__"),
  timestamp: fc.integer({ min: 0, max: 2e12 }),
  role: fc.constantFrom("user", "assistant", "note"),
  speaker: fc.constantFrom("user", "assistant", "Kim"),
  text,
});
const memory = fc.array(message, { maxLength: 12 }).map(memoryOf);
const name = fc.oneof(fc.string(), fc.constant("__proto__"));
const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  checkpoint: mapOf(fc.record({ sequence: fc.nat(), storedAt: fc.nat() })),
  begun: mapOf(fc.nat()),
  memories: mapOf(memory),
});

function mapOf<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Map<string, Value>> {
  return fc.array(fc.tuple(name, value), { maxLength: 3 }).map((entries) => new Map(entries));
}

function memoryOf(messages: readonly Message[]): AgentMemory {
  const all = createAgentMemory();
  for (const each of messages) all.add(each);
  return all;
}

function bytesOf(of: Snapshot): Buffer {
  return Buffer.concat(Array.from(encodeSnapshot(of)));
}

function contentOf({ memories, ...head }: Snapshot): unknown {
  const contents = Array.from(memories, ([agent, { messages, passages, lexicon, size }]) => ({
    agent,
    messages,
    passages: passages.map(({ session: { key }, ...passage }) => ({ ...passage, key })),
    lexicon: lexicon.content(),
    size,
  }));
  return { ...head, contents };
}

test("a snapshot is read as it was written", async () => {
  await fc.assert(
    fc.asyncProperty(snapshot, async (written) => {
      const read = await decodeSnapshot(bytesOf(written));

      expect(read && contentOf(read)).toEqual(contentOf(written));
    }),
  );
});

test("a memory that was read goes on like the one that was written", async () => {
  const messages = fc.uniqueArray(message, {
    minLength: 2,
    maxLength: 12,
    selector: ({ id }) => id,
  });
  await fc.assert(
    fc.asyncProperty(messages, fc.nat(11), async ([next, ...earlier], gone) => {
      const written = memoryOf(earlier);
      const before = {
        checkpoint: new Map(),
        begun: new Map(),
        memories: new Map([["a", written]]),
      };
      const read = (await decodeSnapshot(bytesOf(before)))?.memories.get("a");

      const blocks = [written, read].map((each) => {
        each?.forget({ eventIds: [earlier[gone]?.id ?? ""] });
        if (next) each?.add(next);
        const request = { session: "s", prompt: "Who paints the garden?", budgetTokens: 300 };
        return each && buildContext(each, request);
      });

      expect(blocks[1]).toEqual(blocks[0]);
    }),
  );
});

test("a snapshot that is not as it was written is not read", async () => {
  const damage = fc.record({
    at: fc.nat(),
    by: fc.integer({ min: 1, max: 255 }),
    cut: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(snapshot, damage, async (written, { at, by, cut }) => {
      const bytes = bytesOf(written);
      const place = at % bytes.length;
      bytes[place] = (bytes[place] ?? 0) ^ by;

      const read = await decodeSnapshot(cut ? bytes.subarray(0, place) : bytes);

      expect(read).toBeUndefined();
    }),
  );
});

test("whatever the bytes are, reading them does not fail", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array(), async (bytes) => {
      expect(await decodeSnapshot(bytes)).toBeUndefined();
    }),
  );
});
