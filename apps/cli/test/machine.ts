import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { programDir } from "./build-program.ts";

/** What a run of the program came to. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A home directory that nothing was ever run in. */
export interface Machine extends AsyncDisposable {
  readonly home: string;
  readonly stateDir: string;
  /** Starts the program; its environment has nothing but what is given beside the basics. */
  start(args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess;
  /** Runs the program to its end. */
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Outcome>;
  /** Runs the program with `--json`, which has to succeed, and returns what it printed. */
  json(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<unknown>;
}

export async function createMachine(): Promise<Machine> {
  const temporary = await temporaryDir();
  const { dir: home } = temporary;
  const { PATH, NATS_SERVER_BIN } = process.env;
  const machine: Machine = {
    home,
    stateDir: join(home, ".openclaw"),
    start: (args, env = {}) =>
      spawn(process.execPath, [join(programDir, "main.mjs"), ...args], {
        cwd: home,
        env: { PATH, NATS_SERVER_BIN, HOME: home, TERM: "xterm", TZ: "UTC", ...env },
      }),
    run: async (args, env) => outcomeOf(machine.start(args, env)),
    async json(args, env) {
      const { code, stdout, stderr } = await machine.run([...args, "--json"], env);
      if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout);
    },
    async [Symbol.asyncDispose]() {
      await machine.run(["down"]);
      await temporary[Symbol.asyncDispose]();
    },
  };
  return machine;
}

/** How a started program ends. */
export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("the program was started without pipes");
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [out, err, code] = await Promise.all([text(stdout), text(stderr), ended]);
  return { code, stdout: out, stderr: err };
}
