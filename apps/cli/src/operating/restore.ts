import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { EventStoreError } from "@openclaw/event-schema";
import { checkBackup, type RestoreReport } from "@openclaw/jetstream";
import type { StoreFlags } from "../options.ts";
import { forgottenData } from "../store/forgotten.ts";
import { openStore } from "../store/open-store.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/print.ts";
import { createProgressLine } from "../terminal/progress.ts";

export interface RestoreFlags extends StoreFlags {
  readonly as?: string | undefined;
  readonly replicas?: number | undefined;
  readonly check?: true | undefined;
}

/**
 * Makes streams of a backup, or only checks that it is whole.
 *
 * @throws EventStoreError `CORRUPT`, `STREAM_CONFLICT`, or `INVALID_ARGUMENT` for one name of many
 */
export async function restore(directory: string, flags: RestoreFlags): Promise<void> {
  const backups = await backupsIn(directory);
  if (flags.as !== undefined && backups.length > 1)
    throw new EventStoreError(
      "INVALID_ARGUMENT",
      `--as names one stream, and ${directory} holds ${backups.length}: give the directory of one of them`,
    );
  if (flags.check) await check(backups, flags);
  else await restoreAll(backups, flags);
}

async function backupsIn(directory: string): Promise<readonly string[]> {
  if (isBackup(directory)) return [directory];
  const names = await readdir(directory).catch(() => []);
  const found = names.map((name) => join(directory, name)).filter(isBackup);
  if (found.length > 0) return found;
  throw new EventStoreError("CORRUPT", `${directory} holds no complete backup of a stream`);
}

function isBackup(dir: string): boolean {
  return existsSync(join(dir, "manifest.json"));
}

async function check(backups: readonly string[], flags: RestoreFlags): Promise<void> {
  const checked = [];
  for (const dir of backups) {
    const { stream, messages, createdAt } = await checkBackup(dir);
    checked.push({ stream, messages, createdAt, path: dir, whole: true });
  }
  if (flags.json) printJson({ backups: checked });
  else
    for (const { stream, messages, path } of checked)
      print(`${path} is whole: ${messages} events of ${stream}`);
}

async function restoreAll(
  backups: readonly string[],
  { as, replicas, ...flags }: RestoreFlags,
): Promise<void> {
  const signal = interruptSignal();
  await using store = await openStore(flags);
  const leaveOut = await forgottenData(store.reader);
  const reports: RestoreReport[] = [];
  for (const dir of backups) {
    const { stream } = await checkBackup(dir);
    const place = store.streams.find(({ spec }) => spec.name === stream);
    using line = createProgressLine();
    reports.push(
      await (place?.connection ?? store.connection).restore({
        dir,
        as,
        replicas,
        leaveOut,
        signal,
        onProgress: (done, total) => line.show(done, total, stream),
      }),
    );
  }
  if (flags.json) printJson({ streams: reports });
  else for (const report of reports) tell(report);
}

function tell({ state, live, leftOut }: RestoreReport): void {
  const but = leftOut > 0 ? ` but for ${leftOut} that were forgotten` : "";
  print(`${state.name} has ${state.messages} events again, equal to the backup${but}`);
  if (!live) print("It takes no new events: another stream has its subjects.");
}
