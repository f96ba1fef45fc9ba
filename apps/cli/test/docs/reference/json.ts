import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readServerRecord } from "@openclaw/jetstream/server";
import { message } from "../../conversation.ts";
import { startGenerated } from "../../generated-server.ts";
import { leaveFollower } from "../../leave-follower.ts";
import { createMachine, type Machine } from "../../machine.ts";
import { splitShellWords } from "../../shell-words.ts";
import { root } from "../markdown.ts";
import { shapeOf } from "./shape.ts";
import { heading } from "./table.ts";

const follower = "indexer";

/** Command lines in an order in which each has something to print. */
const lines = [
  "up --detach",
  "import conversation.ndjson",
  "query --limit 3",
  "query --first",
  "tail",
  "show EVENT",
  "sessions",
  "stats",
  "tree",
  "diff run-1 run-2",
  "replay agent:main:main",
  "replay agent:main:main --conversation",
  "gaps",
  "export --out events.ndjson",
  "migrate notes",
  "migrate-stream openclaw-events",
  "verify notes",
  "context --prompt Lisbon",
  "rollback IMPORT",
  "stream ensure",
  "stream info --config longer.yml",
  "followers",
  "followers NAME",
  "followers NAME --requeue",
  "followers NAME",
  "backup saved",
  "restore saved --check",
  "restore saved --as copy",
  "forget --session agent:helper:main --yes",
  "doctor",
  "metrics",
  "config print",
  "config check config.yml",
  "config convert config.yml --out openclaw.json",
  "logs",
  "down",
  "isolation generate nats --agent main",
  "isolation provision nats --url URL",
  "isolation test nats --url URL",
] as const;

/** Words after which a command prints something else. */
const turning = new Set(["--conversation", "--check", "NAME", "--requeue"]);

/** Commands that are named by two words. */
const groups = new Set(["stream", "config", "isolation"]);

/** Names of the commands whose JSON the reference shows. */
export const shownCommands: readonly string[] = lines.map(nameOf);

function nameOf(line: string): string {
  const [first = "", second = ""] = line.split(" ");
  return groups.has(first) ? `${first} ${second}` : first;
}

function titleOf(line: string): string {
  return [nameOf(line), ...line.split(" ").filter((word) => turning.has(word))].join(" ");
}

/** What each command prints under `--json`, from what it does print. */
export async function jsonReference(): Promise<string> {
  await using machine = await createMachine();
  await machine.run(["isolation", "generate", "nats", "--agent", "main"]);
  await using isolated = await startGenerated(join(machine.home, "nats"));
  const ids = await prepare(machine);
  ids.set("URL", `nats://127.0.0.1:${isolated.port}`);
  const printed = new Map<string, unknown[]>();
  for (const line of lines) {
    const words = splitShellWords(line).map((word) => ids.get(word) ?? word);
    const { stdout, stderr } = await machine.run([...words, "--json"]);
    if (stdout === "") throw new Error(`${line}: ${stderr}`);
    const values: unknown[] = stdout
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text));
    const title = titleOf(line);
    printed.set(title, [...(printed.get(title) ?? []), ...values]);
    if (line.startsWith("import ")) await leaveFollower(await urlOf(machine), follower);
    if (line.startsWith("migrate "))
      ids.set("IMPORT", /"importId":"(\w+)"/.exec(stdout)?.[1] ?? "");
  }
  const sections = [...printed].flatMap(([title, values]) => [
    `## ${title}`,
    "",
    "```typescript",
    shapeOf(values),
    "```",
    "",
  ]);
  return [
    heading("JSON", "what the commands print"),
    "",
    "What `--json` prints: one line, or one for each event where events are listed as they come (`tail`,",
    "`replay`). Fields may be added, none is removed, renamed or changed. A field marked `?` is there where it",
    "is known. Times are Unix milliseconds. [`OpenClawEvent`](events.md) and [`Settings`](config.md) are",
    "explained there.",
    "",
    "A failure is one line on standard error beside the [exit code](cli.md#exit-codes): `code` is stable,",
    "`message` is for people.",
    "",
    "```typescript",
    "{ error: { code: string; message: string } }",
    "```",
    "",
    ...sections,
  ].join("\n");
}

async function urlOf({ stateDir }: Machine): Promise<string> {
  return (await readServerRecord(join(stateDir, "event-store", "nats")))?.url ?? "";
}

/** Brings about what the commands work on, and returns what stands for ids in their lines. */
async function prepare({ home }: Machine): Promise<Map<string, string>> {
  const example = await readFile(join(root, "docs/examples/conversation.ndjson"), "utf8");
  const { payload, ...rest } = message(0, "");
  const data = { cause: "outbox-full", count: 7, from: 1, to: 2 };
  const gap = { ...rest, type: "store.gap", payload: { ...payload, data } };
  await writeFile(join(home, "conversation.ndjson"), `${example}${JSON.stringify(gap)}\n`);
  await writeFile(join(home, "config.yml"), "gateway: { eventStore: { enabled: true } }\n");
  await mkdir(join(home, "notes/memory"), { recursive: true });
  await copyFile(join(root, "README.md"), join(home, "notes/memory/2026-01-02.md"));
  await mkdir(join(home, "notes/life/areas"), { recursive: true });
  await writeFile(join(home, "notes/life/areas/broken.json"), "{");
  await writeFile(
    join(home, "longer.yml"),
    "gateway: { eventStore: { retention: { maxAgeDays: 180 } } }\n",
  );
  return new Map([
    ["EVENT", /"id":"(\w+)"/.exec(example)?.[1] ?? ""],
    ["NAME", follower],
  ]);
}
