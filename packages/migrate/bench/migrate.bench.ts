import { strictEqual } from "node:assert";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createRedactor, openPublisher } from "@openclaw/event-publisher";
import { createEventReader } from "@openclaw/event-query";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { connect, type Connection } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import type { Bench } from "@openclaw/tooling/bench";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { importNotes } from "../src/import-workspace.ts";
import { rollbackImport, verifyWorkspace } from "../src/index.ts";
import { createDryStore } from "../src/store/import-store.ts";
import { madeUpEvents } from "./made-up-events.ts";
import { appendRaw } from "./raw-append.ts";
import {
  buildImportProgram,
  type ImportOutcome,
  type ImportProgram,
} from "./run-import-process.ts";
import { contentOf, stream, subjectPrefix, type StreamContent } from "./stream-content.ts";
import { writeWorkspace } from "./workspace.ts";

const { BENCH_NOTES = "1000", BENCH_MB = "100", BENCH_KILLS = "5" } = process.env;
const workspaceSize = { notes: Number(BENCH_NOTES), bytes: Number(BENCH_MB) * 1e6 };
const kills = Number(BENCH_KILLS);
/** What the rates are compared with: enough to be steady, little enough to be kept in memory. */
const sampleBytes = 100e6;
/** Larger events go a way of their own, through the object store. */
const maxSampleEvent = 500_000;
/** More than the publisher has under way at a time. */
const maxPending = 2048;
const spec = { name: stream, subjects: [`${subjectPrefix}.>`], maxAgeMs: 0 };
type Report = Parameters<Bench>[0];

/** No step of it takes so long but one that hangs. */
const longestStepMs = 15 * 60_000;

/**
 * A generated workspace is imported whole, again, verified and rolled back; and by processes that are
 * killed at random, to the same stream. Its rate stands beside those of ready-made bytes and of the
 * publisher in the same run. Fails where a stream is not what it has to be.
 */
export const bench: Bench = async (report) => {
  await using program = await buildImportProgram();
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  await writeWorkspace(dir, workspaceSize);
  const sample = await sampleOf(dir);
  const before = await limitOf(sample);
  const { content, seconds } = await importWhole(program, dir, report);
  const limit = (before + (await limitOf(sample))) / 2;
  report({ case: "limit", value: limit, unit: "MB/s of events" });
  report({ case: "publisher", value: await publisherRateOf(sample), unit: "MB/s of events" });
  report({ case: "migrate", value: content.bytes / 1e6 / seconds, unit: "MB/s of events" });
  strictEqual(await contentOfKilled(program, dir), content.sha256);
  report({ case: "same stream", value: kills, unit: "kills" });
};

interface Whole {
  readonly content: StreamContent;
  readonly seconds: number;
}

async function importWhole(program: ImportProgram, dir: string, report: Report): Promise<Whole> {
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  const reader = createEventReader(connection, { stream, subjectPrefix });
  await connection.ensureStream(spec);
  await appendRaw(connection, madeUpEvents("helper", 1000));
  const untouched = await contentOf(connection);

  const first = await program.run(server.url, dir);
  const { lastSequence } = await connection.streamState(stream);
  const content = await contentOf(connection, { agent: "main", signal: stepSignal() });
  report({ case: "notes", value: countOf(first, "files"), unit: "files" });
  report({ case: "problems", value: first.report.problems.length, unit: "files" });
  report({ case: "first run", value: countOf(first, "added"), unit: "events added" });
  report({ case: "first run", value: first.seconds, unit: "s" });
  report({ case: "first run", value: first.rssBytes / 1e6, unit: "MB resident" });

  const second = await program.run(server.url, dir);
  report({ case: "second run", value: countOf(second, "added"), unit: "events added" });
  report({ case: "second run", value: second.seconds, unit: "s" });
  strictEqual((await connection.streamState(stream)).lastSequence, lastSequence);

  const verifying = performance.now();
  const options = { agent: "main", reader, redact: createRedactor(), signal: stepSignal() };
  const { files, problems } = await verifyWorkspace(dir, options);
  report({ case: "verify", value: (performance.now() - verifying) / 1000, unit: "s" });
  report({ case: "verified", value: files, unit: "files" });
  report({ case: "not verified", value: problems.length, unit: "files" });

  const rollingBack = performance.now();
  const { removed } = await rollbackImport(first.report.importId, {
    reader,
    agent: "main",
    remove: async (place) => connection.remove(place),
    signal: stepSignal(),
  });
  report({ case: "rollback", value: (performance.now() - rollingBack) / 1000, unit: "s" });
  report({ case: "rollback", value: removed, unit: "events removed" });
  strictEqual((await contentOf(connection)).sha256, untouched.sha256);
  return { content, seconds: first.seconds };
}

/** What imports that are killed at random points, and a last one that is not, leave in a stream. */
async function contentOfKilled(program: ImportProgram, workspace: string): Promise<string> {
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  await connection.ensureStream(spec);
  const points = Array.from({ length: kills }, () => Math.random() * (workspaceSize.notes - 1));
  for (const afterFiles of points.toSorted((left, right) => left - right))
    strictEqual(await program.kill(server.url, { workspace, afterFiles }), true);
  await program.run(server.url, workspace);
  return (await contentOf(connection, { agent: "main", signal: stepSignal() })).sha256;
}

function stepSignal(): AbortSignal {
  return AbortSignal.timeout(longestStepMs);
}

/** The first events that an import of a workspace makes. */
async function sampleOf(dir: string): Promise<readonly OpenClawEvent[]> {
  const sample: OpenClawEvent[] = [];
  const enough = new AbortController();
  let bytes = 0;
  const store = {
    ...createDryStore(),
    async write(events: readonly OpenClawEvent[], size: number) {
      bytes += size;
      if (bytes > sampleBytes) enough.abort();
      sample.push(...events.filter((event) => JSON.stringify(event).length < maxSampleEvent));
    },
  };
  await importNotes(dir, store, { agent: "main", signal: enough.signal }).catch(() => undefined);
  return sample;
}

/** @returns MB/s */
async function limitOf(events: readonly OpenClawEvent[]): Promise<number> {
  return withStore(async (connection) => appendRaw(connection, events));
}

/** The publisher by itself, as fast as it takes events without refusing one. @returns MB/s */
async function publisherRateOf(events: readonly OpenClawEvent[]): Promise<number> {
  return withStore(async (connection) => {
    const options = { streamName: stream, subjectPrefix, maxAgeMs: 0, outbox: "memory" as const };
    await using publisher = await openPublisher(connection, options);
    const sizes = events.map((event) => Buffer.byteLength(JSON.stringify(event)));
    const start = performance.now();
    for (const event of events) {
      while (publisher.status.pending > maxPending) await nextTurn();
      strictEqual(publisher.publish(event), true);
    }
    strictEqual(await publisher.flush(), true);
    const seconds = (performance.now() - start) / 1000;
    return { bytes: sizes.reduce((sum, bytes) => sum + bytes, 0), seconds };
  });
}

async function withStore(
  append: (connection: Connection) => Promise<{ bytes: number; seconds: number }>,
): Promise<number> {
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  await connection.ensureStream(spec);
  const { bytes, seconds } = await append(connection);
  return bytes / 1e6 / seconds;
}

function countOf({ report }: ImportOutcome, field: "files" | "added"): number {
  return Object.values(report.sources).reduce((sum, source) => sum + source[field], 0);
}
