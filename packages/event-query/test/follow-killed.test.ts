import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fromSource } from "@openclaw/tooling/run-program";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { expect, test } from "vitest";
import { readFollower } from "../src/index.ts";
import { event, startEventLog, type EventLog } from "./event-log.ts";

const kills = 6;
const count = 1000;

test(`a follower whose process is killed ${kills} times handles or parks every event, in order`, async () => {
  await using log = await startEventLog();
  await log.append(Array.from({ length: count }, () => event()));
  await using temporary = await temporaryDir();
  const { dir } = temporary;

  const lives: (readonly number[])[] = [];
  for (let life = 0; life < kills; life += 1) {
    const path = join(dir, String(life));
    const few = Math.random() * 100;
    lives.push(await followUntil(log, path, async () => (await handledIn(path)).length > few));
  }
  lives.push(await followUntil(log, join(dir, "last"), async () => (await reached(log)) >= count));

  const state = await readFollower(log.documents, "mortal");
  const parked = state?.parked.map(({ sequence }) => sequence) ?? [];
  const all = Array.from({ length: count }, (_, at) => at + 1);
  for (const handled of lives) expect(handled).toEqual(handled.toSorted((a, b) => a - b));
  expect(parked).toEqual(all.filter((sequence) => sequence % 7 === 0));
  expect(new Set([...lives.flat(), ...parked])).toEqual(new Set(all));
});

/** What a process of its own handles until it is killed. */
async function followUntil(
  { server }: EventLog,
  path: string,
  isEnough: () => Promise<boolean>,
): Promise<readonly number[]> {
  const program = join(import.meta.dirname, "follow-until-killed.ts");
  const args = [...fromSource, program, path, server.url];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  const exited = once(child, "exit");
  while (!(await isEnough()) && child.exitCode === null) await sleep(5);
  child.kill("SIGKILL");
  await exited;
  expect(child.signalCode).toBe("SIGKILL");
  return handledIn(path);
}

async function handledIn(path: string): Promise<readonly number[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").filter(Boolean).map(Number);
}

async function reached({ documents }: EventLog): Promise<number> {
  const state = await readFollower(documents, "mortal");
  return Object.values(state?.checkpoint ?? {})[0] ?? 0;
}
