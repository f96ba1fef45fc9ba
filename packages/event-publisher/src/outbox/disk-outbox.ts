import { mkdirSync } from "node:fs";
import { basename } from "node:path";
import { EventStoreError, silentLogger, type Logger } from "@openclaw/event-schema";
import { lockDirectory } from "@openclaw/jetstream";
import { blankRecords, isBlank } from "./blank-records.ts";
import { openCheckpoints, readCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { eventOf } from "./forget-in-outbox.ts";
import type { FullPolicy, Loss, LossReport, Outbox } from "./outbox.ts";
import { maxRecordLength, type Cursor, type Entry } from "./record.ts";
import { openSegmentLog, type SegmentLog } from "./segment-log.ts";
import { recoverSegments, type Segment } from "./segments.ts";

export interface DiskOutboxOptions {
  /** A directory of this outbox alone. */
  readonly dir: string;
  /** @defaultValue 1 GiB */
  readonly maxBytes?: number | undefined;
  /** @defaultValue "refuse-new" */
  readonly whenFull?: FullPolicy | undefined;
  /** Longest time an accepted event may not yet be safe from a power failure. @defaultValue 20 */
  readonly syncWithinMs?: number | undefined;
  /** The entries that tell of a loss; they are taken though the outbox be full. */
  readonly describeLoss: (loss: Loss) => LossReport;
  readonly logger?: Logger | undefined;
}

const mebibyte = 1024 * 1024;

/**
 * Opens an outbox of checksummed segment files and recovers what an earlier process left in it.
 *
 * @throws EventStoreError `IN_USE` where another process has it open
 */
export async function openDiskOutbox({
  dir,
  maxBytes = 1024 * mebibyte,
  whenFull = "refuse-new",
  syncWithinMs = 20,
  describeLoss,
  logger = silentLogger,
}: DiskOutboxOptions): Promise<Outbox> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(dir);
  const recovered = recoverSegments(dir);
  let { released, floor, maybeSent } = recoverCheckpoint(dir, recovered);
  const checkpoints = openCheckpoints(dir);
  const segmentBytes = Math.min(8 * mebibyte, Math.floor(maxBytes / 8));
  const log = openSegmentLog(recovered, {
    dir,
    start: later(recovered.at(-1)?.end ?? released, released),
    segmentBytes,
    syncWithinMs,
    onError: (error) => logger.error("the outbox cannot be written", { dir, error }),
  });

  /** Offsets of damage that has been reported. */
  const told = new Set<number>();
  let lost = 0;

  const save = (): void => checkpoints.write({ released, floor, maybeSent } satisfies Checkpoint);

  const report = (loss: Loss): boolean => {
    const { entries, count } = describeLoss(loss);
    const isTold = entries.every((entry) => log.writer.append(entry)) && log.writer.write();
    if (isTold) lost += count;
    return isTold;
  };

  /** Gives up the oldest segment of which certainly nothing was sent. */
  const dropOldest = (): boolean => {
    const segment = log.complete.find(({ start }) => start.offset >= maybeSent);
    if (whenFull !== "drop-oldest" || segment === undefined) return false;
    const entries = log.readWhole(segment).filter((entry) => !isBlank(entry));
    const events = entries.map(({ data }) => data);
    const isTold = report({ cause: "outbox-full", segment: basename(segment.path), events });
    if (isTold) log.remove(segment);
    return isTold;
  };

  const read = async (from: Cursor): Promise<readonly Entry[]> => {
    const segment = log.find(later(from, released));
    if (segment === undefined) return readWaiting(later(from, released));
    if (segment.end.offset > maybeSent)
      mayBeSent(Math.max(segment.end.offset, segment.start.offset + segmentBytes));
    const place = later(later(from, released), segment.start);
    const { entries, damaged } = await log.read(segment, place);
    for (const offset of damaged) tellDamage(segment, offset, 1);
    return entries.length > 0 ? entries : skip(segment, place);
  };

  /** What a full disk does not take is sent from memory. */
  const readWaiting = (from: Cursor): readonly Entry[] => {
    const { isFailing, end, taken } = log.writer;
    if (!isFailing) return [];
    if (taken.offset > maybeSent) mayBeSent(taken.offset);
    return log.writer.waiting(later(from, end));
  };

  const mayBeSent = (before: number): void => {
    maybeSent = before;
    save();
  };

  /** The rest of a segment in which no further record can be found is passed over. */
  const skip = async (segment: Segment, place: Cursor): Promise<readonly Entry[]> => {
    if (segment.path === log.writer.path) log.writer.roll();
    tellDamage(segment, place.offset, segment.end.index - place.index);
    return read(segment.end);
  };

  const tellDamage = ({ path }: Segment, offset: number, count: number): void => {
    if (told.has(offset)) return;
    logger.error("a part of the outbox is damaged", { path, offset, count });
    if (!report({ cause: "outbox-corrupt", segment: `${basename(path)}@${offset}`, count }))
      throw new EventStoreError("STORAGE_FULL", `no room in ${dir} to tell of damage in it`);
    told.add(offset);
  };

  return {
    get released() {
      return released;
    },
    get end() {
      return log.writer.taken;
    },
    get isStuck() {
      return log.writer.isFailing;
    },
    get floor() {
      return floor;
    },
    get maybeSent() {
      return maybeSent;
    },
    get lost() {
      return lost;
    },
    countFrom: (place) => countFrom(log, place),
    append(entry, priority = false) {
      const needed = maxRecordLength(entry);
      if (!priority) while (log.bytes + needed > maxBytes) if (!dropOldest()) return false;
      return log.writer.append(entry);
    },
    read,
    release(before, newFloor) {
      if (before.offset <= released.offset) return;
      released = before;
      floor = newFloor;
      if (before.offset >= log.writer.end.offset) log.writer.roll(before);
      save();
      for (const segment of log.complete.filter(({ end }) => end.offset <= before.offset))
        log.remove(segment);
    },
    async forget(isForgotten) {
      log.writer.write();
      const { path, start, end } = log.writer;
      let count = 0;
      for (const segment of [...log.complete, { path, start, end }])
        count += await blankRecords(segment, (json) => isForgotten(eventOf(json)));
      return count;
    },
    sync: async () => log.writer.sync(),
    async [Symbol.asyncDispose]() {
      await log[Symbol.asyncDispose]();
      const { taken, end } = log.writer;
      const count = taken.index - Math.max(end.index, released.index);
      if (count > 0)
        logger.error("the disk refused the last entries; they are lost", { dir, count });
      save();
      checkpoints[Symbol.dispose]();
      await lock[Symbol.asyncDispose]();
    },
  };
}

function recoverCheckpoint(dir: string, segments: readonly Segment[]): Checkpoint {
  const first = segments[0]?.start;
  const last = segments.at(-1)?.end.offset ?? 0;
  const checkpoint = readCheckpoint(dir);
  if (checkpoint === undefined)
    return { released: first ?? { offset: 0, index: 0 }, floor: 0, maybeSent: last };
  return { ...checkpoint, released: later(first ?? checkpoint.released, checkpoint.released) };
}

function countFrom({ complete, writer }: SegmentLog, place: Cursor): number {
  const newest = { start: writer.start, end: writer.taken };
  return [...complete, newest].reduce(
    (sum, { start, end }) => sum + Math.max(0, end.index - Math.max(start.index, place.index)),
    0,
  );
}

function later(a: Cursor, b: Cursor): Cursor {
  return a.offset > b.offset ? a : b;
}
