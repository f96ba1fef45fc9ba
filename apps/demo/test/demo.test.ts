import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { fromSource } from "@openclaw/tooling/run-program";
import { afterEach, beforeEach, expect, test } from "vitest";

const program = [...fromSource, "src/main.ts"];
const cwd = join(import.meta.dirname, "..");
let temporary: string;

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), "openclaw-demo-test-"));
});

afterEach(async () => {
  await rm(temporary, { recursive: true, force: true });
});

test("records, reads back and gives the next session its context, and leaves nothing behind", async () => {
  const env = { ...process.env, TMPDIR: temporary };

  const { stdout } = await promisify(execFile)(process.execPath, program, { cwd, env });

  expect(stdout).toMatch(/1\. Recorded: \d{3} events/);
  expect(stdout).toContain("0 lost, 0 doubled");
  expect(stdout).toContain("2. The session agent:main:main");
  expect(stdout).toContain("ECHO: hello one");
  expect(stdout).toContain("3. What the next session of main gets");
  expect(await demoDirs()).toEqual([]);
});

test("leaves no server running when it is killed", async () => {
  const env = { ...process.env, TMPDIR: temporary };
  const demo = spawn(process.execPath, program, { cwd, env, stdio: "ignore" });
  const pid = await serverPid();

  demo.kill("SIGKILL");
  await once(demo, "exit");

  await expect.poll(() => isRunning(pid)).toBe(false);
});

async function demoDirs(): Promise<readonly string[]> {
  return (await readdir(temporary)).filter((name) => name.startsWith("openclaw-"));
}

async function serverPid(): Promise<number> {
  for (;;) {
    const [dir] = await demoDirs();
    const file = join(temporary, dir ?? "", "nats", "nats-server.pid");
    const text = await readFile(file, "utf8").catch(() => "");
    if (text !== "") return Number(text);
    await sleep(20);
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
