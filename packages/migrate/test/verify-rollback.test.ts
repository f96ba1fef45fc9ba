import { join } from "node:path";
import { createRedactor, openPublisher } from "@openclaw/event-publisher";
import type { EventReader } from "@openclaw/event-query";
import { expect, test } from "vitest";
import {
  importTranscripts,
  importWorkspace,
  rollbackImport,
  verifyTranscripts,
  verifyWorkspace,
} from "../src/index.ts";
import { recordedEvents } from "./recorded-run.ts";
import { createWorkspace, legacyState, openStore } from "./store.ts";

const files = {
  "MEMORY.md": "# Memory\n\n## Tea\nThe user likes Oolong.\n",
  "memory/2026-03-22.md": "Grüße, 你好\r\n",
  "memory/2026-03-23.md": Buffer.from("Gr\xfc\xdfe\n", "latin1"),
};

test("what was imported verifies, and what changed since is named", async () => {
  await using workspace = await createWorkspace(files);
  await using store = await openStore();
  await importWorkspace(workspace.dir, { ...store, agent: "main" });

  const intact = await verifyWorkspace(workspace.dir, { ...store, agent: "main" });
  await workspace.write("MEMORY.md", `${files["MEMORY.md"]}More.\n`);
  await workspace.write("memory/2026-03-24.md", "new\n");
  const changed = await verifyWorkspace(workspace.dir, { ...store, agent: "main" });

  expect(intact).toMatchObject({ files: 3, problems: [] });
  expect(changed.files).toBe(2);
  expect(changed.problems.map(({ path }) => path)).toEqual(["MEMORY.md", "memory/2026-03-24.md"]);
});

test("a note verifies where the same secrets were taken out of it", async () => {
  await using workspace = await createWorkspace({
    "MEMORY.md": "The NAS: password: tulip7garden\n",
    "redaction.key": Buffer.alloc(32, 7),
  });
  await using store = await openStore();
  const redaction = { keyFile: join(workspace.dir, "redaction.key") };
  await using publisher = await openPublisher(store.connection, { ...store.options, redaction });
  await importWorkspace(workspace.dir, { ...store, publisher, agent: "main" });

  const redact = createRedactor(redaction);
  const verified = await verifyWorkspace(workspace.dir, { ...store, agent: "main", redact });

  expect(verified).toMatchObject({ files: 1, problems: [] });
  expect(JSON.stringify(await store.events())).not.toContain("tulip7garden");
});

test("a section that is gone from the store does not verify", async () => {
  await using workspace = await createWorkspace(files);
  await using store = await openStore();
  await importWorkspace(workspace.dir, { ...store, agent: "main" });
  const [first] = await store.events();

  if (first !== undefined) await store.connection.remove(first);
  const { problems } = await verifyWorkspace(workspace.dir, { ...store, agent: "main" });

  expect(problems).toEqual([
    { path: "MEMORY.md", message: expect.stringContaining(`event ${first?.event.id}`) },
  ]);
});

test("an event that holds other data than its note does not verify", async () => {
  await using workspace = await createWorkspace(files);
  await using store = await openStore();
  await using altered = await openStore();
  await importWorkspace(workspace.dir, { ...store, agent: "main" });
  const [first, ...others] = (await store.events()).map(({ event }) => event);

  if (first !== undefined)
    altered.publisher.publish({ ...first, payload: { ...first.payload, data: null } });
  for (const event of others) altered.publisher.publish(event);
  await altered.publisher.flush();
  const { problems } = await verifyWorkspace(workspace.dir, { ...altered, agent: "main" });

  expect(problems).toEqual([
    { path: "MEMORY.md", message: expect.stringContaining(`event ${first?.id}`) },
  ]);
});

test("to verify many notes takes no more reads of the store than to verify few", async () => {
  await using workspace = await createWorkspace(files);
  await using store = await openStore();
  await importWorkspace(workspace.dir, { ...store, agent: "main" });
  let reads = 0;
  const reader: EventReader = {
    ...store.reader,
    read(...args) {
      reads += 1;
      return store.reader.read(...args);
    },
  };

  const { files: verified } = await verifyWorkspace(workspace.dir, { reader, agent: "main" });

  expect({ verified, reads }).toEqual({ verified: 3, reads: 1 });
});

test("a rollback removes what its import added and nothing else", async () => {
  await using workspace = await createWorkspace(files);
  await using store = await openStore();
  for (const event of recordedEvents()) store.publisher.publish(event);
  await importWorkspace(workspace.dir, { ...store, agent: "main" });
  const before = await store.events();
  await workspace.write("MEMORY.md", "# Memory\n");
  const { importId } = await importWorkspace(workspace.dir, { ...store, agent: "main" });
  const after = await store.events();

  const report = await rollbackImport(importId, store);
  const again = await rollbackImport(importId, store);

  expect(report).toEqual({
    importId,
    removed: after.length - before.length,
    newestStoredAt: after.at(-1)?.storedAt,
  });
  expect(report.removed).toBe(2);
  expect(await store.events()).toEqual(before);
  expect(again.removed).toBe(0);
});

test("an import that the server drops for its memory of removed events says so", async () => {
  await using workspace = await createWorkspace(files);
  await using store = await openStore();
  const target = { ...store, agent: "main" };
  const { importId } = await importWorkspace(workspace.dir, target);
  await rollbackImport(importId, store);

  const { problems } = await importWorkspace(workspace.dir, target);

  expect(problems.map(({ path }) => path)).toEqual(Object.keys(files));
  expect(problems[0]?.message).toContain("was not stored");
});

test("transcripts verify, and roll back", async () => {
  await using state = await legacyState();
  await using store = await openStore();
  const { importId } = await importTranscripts(state.dir, { ...store, agent: "main" });

  const report = await verifyTranscripts(state.dir, { ...store, agent: "main" });
  await rollbackImport(importId, store);
  const gone = await verifyTranscripts(state.dir, { ...store, agent: "main" });

  expect(report).toMatchObject({ files: 1, problems: [] });
  expect(await store.events()).toEqual([]);
  expect(gone.problems).toHaveLength(1);
});

test("a note larger than the server takes in one message comes whole, and goes whole", async () => {
  const text = `# Long\n\n${"Öl und Tee. ".repeat(10)}\n`.padEnd(1_500_000, "Öl und Tee.\n");
  await using workspace = await createWorkspace({ "memory/long.md": text });
  await using store = await openStore();
  const target = { ...store, agent: "main" };

  const { importId } = await importWorkspace(workspace.dir, target);
  const verified = await verifyWorkspace(workspace.dir, target);
  const again = await importWorkspace(workspace.dir, target);
  const file = (await store.events()).at(-1)?.event.payload.data;
  await rollbackImport(importId, store);

  expect(verified).toMatchObject({ files: 1, problems: [] });
  expect(again.sources.note).toMatchObject({ unchanged: 1, added: 0 });
  expect(file).toMatchObject({ text });
  const blobs = await store.connection.streamState("OBJ_openclaw-events-blobs");
  expect(blobs.bytes).toBeLessThan(1000);
});
