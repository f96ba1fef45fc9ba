import { readFileSync, statSync } from "node:fs";
import { readLockHolder } from "@openclaw/jetstream";
import { countRefused } from "../refusals.ts";
import { isBlank } from "./blank-records.ts";
import { readCheckpoint } from "./checkpoint.ts";
import { eventOf } from "./forget-in-outbox.ts";
import { decodeRecords, type Cursor } from "./record.ts";
import { findSegments } from "./segments.ts";

/** What an outbox holds, as its files tell. */
export interface OutboxFacts {
  /** Events that are not known to be stored for good. */
  readonly waiting: number;
  /** What its files take. */
  readonly bytes: number;
  /** Unix milliseconds of the oldest event that waits. */
  readonly oldestAt: number | undefined;
  /** Events that it had no room for, and that no gap event has told of yet. */
  readonly refused: number;
  /** The process that has it open. */
  readonly holder: { readonly pid: number } | undefined;
}

/** Looks into the outbox of a directory without opening it; another process may be using it. */
export async function inspectOutbox(dir: string): Promise<OutboxFacts> {
  const segments = findSegments(dir);
  const first = segments[0]?.start ?? { offset: 0, index: 0 };
  const checkpoint = readCheckpoint(dir)?.released ?? first;
  const released = checkpoint.offset > first.offset ? checkpoint : first;
  const last = segments.at(-1);
  const end = last === undefined ? released : (entriesOf(last).at(-1)?.next ?? last.start);
  return {
    waiting: Math.max(0, end.index - released.index),
    bytes: segments.reduce((sum, { path }) => sum + statSync(path).size, 0),
    oldestAt: oldestBehind(released, segments),
    refused: countRefused(dir),
    holder: await readLockHolder(dir),
  };
}

type SegmentFile = ReturnType<typeof findSegments>[number];

function entriesOf({ path, start }: SegmentFile): ReturnType<typeof decodeRecords>["entries"] {
  return decodeRecords(readFileSync(path), start).entries;
}

function oldestBehind(released: Cursor, segments: readonly SegmentFile[]): number | undefined {
  const holding = segments.findLast(({ start }) => start.offset <= released.offset);
  const oldest =
    holding &&
    entriesOf(holding).find((entry) => entry.next.offset > released.offset && !isBlank(entry));
  return oldest && eventOf(oldest.data).timestamp;
}
