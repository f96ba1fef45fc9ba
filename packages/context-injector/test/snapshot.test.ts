import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLogger, type Logger } from "@openclaw/event-schema";
import { expect, onTestFinished, test, vi } from "vitest";
import { createContextInjector, createFileSnapshots } from "../src/index.ts";
import type { ContextInjector } from "../src/index.ts";
import { createArrayReader, day, said } from "./array-reader.ts";
import type { ArrayReader } from "./array-reader.ts";

const request = { agent: "main", session: "agent:main:new", budgetTokens: 500 };

async function snapshotPath(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "memory-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  return join(dir, "memory.snapshot");
}

async function start(reader: ArrayReader, path: string): Promise<ContextInjector> {
  const injector = createContextInjector(reader, { snapshots: createFileSnapshots(path) });
  await injector.start();
  return injector;
}

/** A reader that tells from where it was asked to follow. */
function watched(reader: ArrayReader): ArrayReader & { readonly from: number[] } {
  const from: number[] = [];
  return {
    ...reader,
    from,
    follow(filter, options) {
      from.push(options?.after?.["openclaw-events"] ?? 0);
      return reader.follow(filter, options);
    },
  };
}

test("a restart goes on from the snapshot and gives the same block", async () => {
  const path = await snapshotPath();
  const reader = watched(
    createArrayReader(said("I live in Bern."), said("And work in Basel.", { timestamp: day(2) })),
  );
  const first = await start(reader, path);
  const before = await first.contextFor({ ...request, prompt: "Where do I live?" });
  await first.close();

  await using second = await start(reader, path);
  const after = await second.contextFor({ ...request, prompt: "Where do I live?" });

  expect(after).toEqual(before);
  expect(reader.from).toEqual([0, 1]);
});

test("a damaged snapshot is built anew from the events", async () => {
  const path = await snapshotPath();
  const reader = watched(createArrayReader(said("I live in Bern.")));
  const first = await start(reader, path);
  await first.close();
  await writeFile(path, (await readFile(path)).subarray(0, -20));

  await using second = await start(reader, path);
  const block = await second.contextFor(request);

  expect(block.text).toContain("Bern");
  expect(reader.from).toEqual([0, 0]);
});

test("a snapshot that cannot be read is told of, and memory is built anew from the events", async () => {
  const path = await snapshotPath();
  await mkdir(path);
  const { logger, warnings } = collectWarnings();
  await using injector = createContextInjector(createArrayReader(said("I live in Bern.")), {
    snapshots: createFileSnapshots(path),
    logger,
  });

  await injector.start();
  const block = await injector.contextFor(request);

  expect(block.text).toContain("Bern");
  expect(warnings).toEqual([expect.stringMatching(/could not be read.*EISDIR/)]);
});

test("where there is no snapshot yet nothing is told", async () => {
  const path = await snapshotPath();
  const { logger, warnings } = collectWarnings();
  await using injector = createContextInjector(createArrayReader(said("I live in Bern.")), {
    snapshots: createFileSnapshots(path),
    logger,
  });

  await injector.start();

  expect(warnings).toEqual([]);
});

test.each([
  ["holds other events", ["I live in Basel.", "With a cat."]],
  ["is shorter", ["I live in Basel."]],
])("a snapshot of a stream that was made anew and %s is built anew", async (_what, texts) => {
  const path = await snapshotPath();
  const first = await start(createArrayReader(said("I live in Bern."), said("In a flat.")), path);
  await first.close();

  const reader = watched(
    createArrayReader(...texts.map((text) => said(text, { timestamp: day(2) }))),
  );
  await using second = await start(reader, path);
  const block = await second.contextFor(request);
  reader.append(said("And I work there.", { timestamp: day(3) }));

  expect(block.text).toContain("Basel");
  expect(block.text).not.toContain("Bern");
  expect(reader.from).toEqual([1, 0]);
  await expect
    .poll(() => second.contextFor({ ...request, session: crypto.randomUUID() }))
    .toMatchObject({ messageCount: texts.length + 1 });
});

test("what is forgotten is gone from the snapshot too", async () => {
  const path = await snapshotPath();
  const secret = said("My PIN is 4711.");
  await using injector = await start(createArrayReader(secret, said("I like tea.")), path);

  await injector.forget({ eventIds: [secret.id] });
  const kept = await readFile(path, "utf8");

  expect(kept).toContain("tea");
  expect(kept).not.toContain("4711");
});

test("what was deleted from the store meanwhile is dropped from a snapshot", async () => {
  const path = await snapshotPath();
  const secret = said("My PIN is 4711.");
  const first = await start(createArrayReader(secret, said("I like tea.")), path);
  await first.close();
  const left = createArrayReader(said("x"), said("I like tea."));

  await using second = await start(left, path);

  await expect
    .poll(() => second.contextFor({ ...request, session: crypto.randomUUID() }))
    .toMatchObject({ text: expect.not.stringContaining("4711") });
});

test("a snapshot is readable by its owner only", async () => {
  const path = await snapshotPath();
  const injector = await start(createArrayReader(said("I like tea.")), path);

  await injector.close();

  const { mode } = await stat(path);
  expect(mode & 0o777).toBe(0o600);
});

test("what was deleted from the store is gone from memory, blocks and the snapshot with the tombstone", async () => {
  const path = await snapshotPath();
  const secret = said("My PIN is 4711.");
  const reader = createArrayReader(secret, said("I like tea."));
  let times = 0;
  const snapshots = createFileSnapshots(path);
  const onForgotten = (): void => void (times += 1);
  await using injector = createContextInjector(reader, { snapshots, onForgotten });
  await injector.start();
  const before = await injector.contextFor({ ...request, prompt: "What is my PIN?" });

  reader.remove(secret.id);
  reader.append({ ...said(""), id: "tombstone", type: "store.forgotten" });
  await vi.waitFor(async () => expect(await readFile(path, "utf8")).toContain("tea"), 60_000);
  const after = await injector.contextFor({ ...request, prompt: "What is my PIN?" });

  expect(before.text).toContain("4711");
  expect(after.text).not.toContain("4711");
  expect(await readFile(path, "utf8")).not.toContain("4711");
  expect(times).toBe(1);
});

/** With what the details of each say. */
function collectWarnings(): { readonly logger: Logger; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const logger: Logger = {
    ...silentLogger,
    warn: (message, details) =>
      void warnings.push(`${message} ${Object.values(details ?? {}).join()}`),
  };
  return { logger, warnings };
}
