import { join } from "node:path";
import { runProgram } from "@openclaw/tooling/run-program";
import { expect, test } from "vitest";
import { createContextInjector } from "../src/index.ts";
import { createArrayReader, day, said } from "./array-reader.ts";

const program = join(import.meta.dirname, "print-block.ts");

test("a block is byte for byte the same whatever a machine's locale and time zone are", async () => {
  const machines = [
    { LANG: "C", LC_ALL: "C", TZ: "UTC" },
    { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" },
    { LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8", TZ: "America/Los_Angeles" },
    { LANG: "ja_JP.UTF-8", LC_ALL: "ja_JP.UTF-8", TZ: "Asia/Kathmandu" },
  ];

  const blocks = await Promise.all(
    machines.map(async (env) => runProgram(program, { ...process.env, ...env })),
  );

  expect(blocks[0]).toContain("## 2026-06-02");
  expect(new Set(blocks).size).toBe(1);
});

test("a session gets the same block on each of 100 turns while the conversation goes on", async () => {
  const reader = createArrayReader(said("I live in Bern."));
  await using injector = createContextInjector(reader);
  await injector.start();
  const request = { agent: "main", session: "agent:main:main", budgetTokens: 500 };

  const blocks = new Set<string>();
  for (let turn = 0; turn < 100; turn++) {
    const { text } = await injector.contextFor({ ...request, prompt: `Turn ${turn}` });
    blocks.add(text);
    reader.append(said(`Turn ${turn}`, { timestamp: day(2, turn) }));
    reader.append(said(`Answer ${turn}`, { role: "assistant", timestamp: day(2, turn) }));
    await new Promise(setImmediate);
  }

  expect(blocks.size).toBe(1);
});
