import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readServerRecord } from "@openclaw/jetstream/server";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { createProgram } from "../src/program.ts";
import { buildOptions } from "./build-program.ts";
import { message, record } from "./conversation.ts";
import { leaveFollower } from "./leave-follower.ts";
import { createMachine } from "./machine.ts";
import { splitShellWords } from "./shell-words.ts";

/** Each command by its words, such as `["stream", "info"]`. */
const commands = createProgram().commands.flatMap((command) =>
  command.commands.length === 0
    ? [{ words: [command.name()], command }]
    : command.commands.map((each) => ({ words: [command.name(), each.name()], command: each })),
);

test("every command has help, examples and JSON", async () => {
  await using machine = await createMachine();
  const lacking: string[] = [];

  for (const { words, command } of commands) {
    const { code, stdout } = await machine.run([...words, "--help"]);
    const wanted = ["  $ openclaw-events ", ...(words[0] === "completion" ? [] : ["--json"])];
    const isWhole = wanted.every((text) => stdout.includes(text));
    if (code !== 0 || command.description() === "" || !isWhole) lacking.push(words.join(" "));
  }

  expect(lacking).toEqual([]);
});

test("help loads nothing but commander", async () => {
  const { metafile } = await build({ ...buildOptions, metafile: true, write: false });
  const outputs = new Map(Object.entries(metafile.outputs));
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { path: next, kind } of outputs.get(path)?.imports ?? [])
      if (kind === "import-statement") load(next);
  };

  const main = [...outputs.keys()].find((path) => path.endsWith("/main.mjs")) ?? "";
  load(main);

  const packages = [...loaded]
    .flatMap((path) => Object.keys(outputs.get(path)?.inputs ?? {}))
    .flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  expect(new Set(packages)).toEqual(new Set(["commander", "@commander-js/extra-typings"]));
});

test("every example in the help works", async () => {
  await using machine = await createMachine();
  await mkdir(join(machine.stateDir, "workspace", "memory"), { recursive: true });
  await writeFile(join(machine.stateDir, "workspace", "MEMORY.md"), "# Tea\n\nGreen, no sugar.\n");
  await writeFile(join(machine.home, "config.yml"), "gateway: { eventStore: { enabled: true } }\n");
  const examples = await Promise.all(
    commands.map(async ({ words }) => {
      const { stdout } = await machine.run([...words, "--help"]);
      return [...stdout.matchAll(/^ {2}\$ openclaw-events (.*)$/gm)].map(([, line = ""]) => line);
    }),
  );
  // Those of `isolation` need a server of their own: `isolation.test.ts` runs them.
  const ordered = examples
    .flat()
    .filter((example) => !example.startsWith("isolation"))
    .toSorted((a, b) => rank(a) - rank(b));

  const failures: string[] = [];
  for (const example of ordered) {
    const args = splitShellWords(example.replaceAll("/tmp/", "").replaceAll("~", machine.home));
    const { code, stderr } = await machine.run(args);
    if (code !== 0) failures.push(`${example}: ${stderr}`);
    if (!example.startsWith("up")) continue;
    const dir = join(machine.stateDir, "event-store", "nats");
    const url = (await readServerRecord(dir))?.url ?? "";
    await record(url, [
      message(0, "Hello"),
      message(1, "Hello yourself"),
      message(2, "Bye", { id: "94f09e68aa" }),
      message(4, "Hello again"),
    ]);
    await leaveFollower(url, "indexer");
  }

  expect(failures).toEqual([]);
});

/** The order in which examples build on one another. */
function rank(example: string): number {
  const order = [
    "up",
    "stream",
    "migrate",
    "",
    "export",
    "backup",
    "restore",
    "import",
    "logs",
    "down",
  ];
  const at = order.indexOf(example.split(" ")[0] ?? "");
  return at < 0 ? order.indexOf("") : at;
}

test("bash completes commands, their subcommands and options", async () => {
  await using machine = await createMachine();
  const { stdout: script } = await machine.run(["completion", "bash"]);
  await writeFile(join(machine.home, "complete.bash"), script);
  const complete = async (...words: readonly string[]): Promise<string> => {
    const line = `source complete.bash; COMP_WORDS=(openclaw-events ${words.map((word) => `"${word}"`).join(" ")}); COMP_CWORD=${words.length}; _openclaw_events; echo "\${COMPREPLY[*]}"`;
    const { stdout } = await promisify(execFile)("bash", ["-c", line], { cwd: machine.home });
    return stdout.trim();
  };

  expect(await complete("que")).toBe("query");
  expect(await complete("stream", "")).toBe("info ensure --help");
  expect(await complete("stream", "ensure", "--al")).toBe("--allow-shrink");
  expect(await complete("query", "--agent", "main", "--sin")).toBe("--since");
});
