import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createContextInjector } from "../src/index.ts";
import { createArrayReader, day, said } from "./array-reader.ts";

const run = promisify(execFile);
const program = join(import.meta.dirname, "print-block.ts");

async function blockAt(env: Readonly<Record<string, string>>): Promise<string> {
  const args = ["--conditions=@openclaw/source", "--import", import.meta.resolve("tsx"), program];
  const { stdout } = await run(process.execPath, args, { env: { ...process.env, ...env } });
  return stdout;
}

test(
  "a block is byte for byte the same whatever a machine's locale and time zone are",
  {
    timeout: 120_000,
  },
  async () => {
    const machines = [
      { LANG: "C", LC_ALL: "C", TZ: "UTC" },
      { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" },
      { LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8", TZ: "America/Los_Angeles" },
      { LANG: "ja_JP.UTF-8", LC_ALL: "ja_JP.UTF-8", TZ: "Asia/Kathmandu" },
    ];

    const blocks = await Promise.all(machines.map(blockAt));

    expect(blocks[0]).toContain("## 2026-06-02");
    expect(new Set(blocks).size).toBe(1);
  },
);

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
