import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { programDir } from "../build-program.ts";
import { createMachine } from "../machine.ts";
import { commandsOf, patternOf, type ShownCommand } from "./console.ts";
import { root, type Document } from "./markdown.ts";

/** Somebody who types what a document shows, on a machine of their own. */
export interface Reader extends AsyncDisposable {
  /** Types all commands of a document in their order, and returns what happens otherwise than is shown. */
  follow(document: Document): Promise<readonly string[]>;
}

/** What a document may take as given. */
const situations: ReadonlyMap<string, readonly string[]> = new Map([
  ["a store with the example conversation", ["up --detach", "import conversation.ndjson"]],
]);

export async function createReader(): Promise<Reader> {
  const machine = await createMachine();
  const { home } = machine;
  const bin = join(home, ".local/bin");
  const program = join(bin, "openclaw-events");
  await mkdir(bin, { recursive: true });
  const start = `exec "${process.execPath}" "${join(programDir, "main.mjs")}" "$@"`;
  await writeFile(program, `#!/bin/sh\n${start}\n`);
  await chmod(program, 0o755);
  await copyFile(
    join(root, "docs/examples/conversation.ndjson"),
    join(home, "conversation.ndjson"),
  );

  const { PATH, NATS_SERVER_BIN } = process.env;
  const env = { PATH: `${bin}:${PATH}`, NATS_SERVER_BIN, HOME: home, TZ: "UTC" };
  const type = async ({ command, output }: ShownCommand): Promise<readonly string[]> => {
    const { code, printed } = await inShell(command, { cwd: home, env });
    if (code === 0 && (output.length === 0 || patternOf(output).test(printed))) return [];
    return [`$ ${command}\n${output.join("\n")}\n--- and not, with code ${code}:\n${printed}`];
  };

  return {
    async follow({ given, blocks }) {
      const shown = blocks
        .filter(({ kind }) => kind === "console")
        .flatMap(({ code }) => commandsOf(code));
      const differences: string[] = [];
      for (const each of [...situationOf(given), ...shown]) differences.push(...(await type(each)));
      return differences;
    },
    [Symbol.asyncDispose]: machine[Symbol.asyncDispose],
  };
}

function situationOf(given: string | undefined): readonly ShownCommand[] {
  if (given === undefined) return [];
  const commands = situations.get(given);
  if (commands === undefined) throw new Error(`nobody knows how to bring about: ${given}`);
  return commands.map((words) => ({ command: `openclaw-events ${words}`, output: [] }));
}

/** Runs a line as a person's shell does; what both streams say comes as one. */
async function inShell(
  command: string,
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ readonly code: number | null; readonly printed: string }> {
  const child = spawn("bash", ["-c", `{ ${command}\n} 2>&1`], options);
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { code, printed };
}
