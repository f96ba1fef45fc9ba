import type { StoredMessage } from "@openclaw/jetstream";
import { importLegacyStream, type LegacyRecord } from "@openclaw/migrate";
import { exitCode } from "../exit-code.ts";
import type { StoreFlags } from "../options.ts";
import { readForgotten } from "../store/forgotten.ts";
import { openStore } from "../store/open-store.ts";
import { openWriters } from "../store/open-writers.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/print.ts";
import { createProgressLine } from "../terminal/progress.ts";
import { tellProblems } from "./tell-import.ts";
import { writeReport } from "./write-report.ts";

export interface MigrateStreamFlags extends StoreFlags {
  readonly report?: string | undefined;
}

/** Imports what an older event store has left in a stream, which may be the one that is written to. */
export async function migrateStream(from: string, flags: MigrateStreamFlags): Promise<void> {
  const signal = interruptSignal();
  using line = createProgressLine();
  await using store = await openStore(flags);
  const { reader, connection } = store;
  const { count, messages } = await connection.read(from, { signal });
  await using publisher = await openWriters(store);
  const onProgress = (records: number): void => line.show(records, count, from);
  const source = { from, signal, onProgress, isForgotten: await readForgotten(reader) };
  const report = await importLegacyStream(recordsOf(messages), { reader, publisher, ...source });
  line[Symbol.dispose]();
  if (flags.json) printJson(report);
  else {
    const { records, added, importId } = report;
    print(`${records} records of ${from} gave ${added} new events, imported as ${importId}`);
    tellProblems(report.problems);
  }
  await writeReport(flags.report, report);
  if (report.problems.length > 0) process.exitCode = exitCode.failed;
}

/** What this event store writes has an id in its headers; what older ones wrote has none. */
async function* recordsOf(messages: AsyncIterable<StoredMessage>): AsyncGenerator<LegacyRecord> {
  for await (const { sequence, data, header } of messages)
    if (header("Nats-Msg-Id") === undefined) yield { sequence, data };
}
