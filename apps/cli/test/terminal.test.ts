import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { programDir } from "./build-program.ts";
import { createMachine } from "./machine.ts";

test("only a terminal is given colours, and not one that wants none", async () => {
  await using machine = await createMachine();
  const { home } = machine;
  const onTerminal = async (env: NodeJS.ProcessEnv = {}): Promise<string> => {
    const command = `${process.execPath} ${join(programDir, "main.mjs")} doctor; true`;
    const { stdout } = await promisify(execFile)("script", ["-qec", command, "/dev/null"], {
      env: { PATH: process.env["PATH"], HOME: home, TERM: "xterm", NATS_URL: nowhere, ...env },
    });
    return stdout;
  };

  const piped = await machine.run(["doctor"], { NATS_URL: nowhere });
  const shown = await onTerminal();
  const plain = await onTerminal({ NO_COLOR: "1" });

  expect(piped.stdout).toContain("server.reachable");
  expect(piped.stdout).not.toContain("\u001B");
  expect(shown).toContain("\u001B[1m");
  expect(plain).not.toContain("\u001B");
});

const nowhere = "nats://127.0.0.1:9";
