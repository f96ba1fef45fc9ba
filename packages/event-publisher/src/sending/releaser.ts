import type { Outbox } from "../outbox/outbox.ts";
import type { Cursor } from "../outbox/record.ts";

/** A place up to which all is in the stream, since when, and the floor that goes with it. */
interface Mark {
  readonly before: Cursor;
  readonly floor: number;
  readonly at: number;
}

/** Lets entries go when the server has had the time to write them to its disk for good. */
export interface Releaser {
  /** Everything before a place is in the stream. */
  acked(before: Cursor, floor: number): void;
  /** Lets go of what is durable by now. */
  release(): void;
  /** Lets go of all that is in the stream, durable or not. */
  releaseAll(): void;
  /** Forgets what was told: the server may have lost it. */
  forget(): void;
}

const markEveryMs = 100;

export function createReleaser(outbox: Outbox, durableAfterMs: number): Releaser {
  let marks: Mark[] = [];

  const releaseUntil = (time: number): void => {
    const due = marks.filter(({ at }) => at <= time);
    const last = due.at(-1);
    if (last === undefined) return;
    marks = marks.slice(due.length);
    outbox.release(last.before, last.floor);
  };

  return {
    acked(before, floor) {
      const at = performance.now();
      const last = marks.at(-1);
      const previous = marks.at(-2)?.at ?? -Infinity;
      // The newest mark grows until it is old enough for the next one, so marks stay few.
      if (last !== undefined && last.at - previous < markEveryMs) marks.pop();
      marks.push({ before, floor, at });
    },
    release: () => releaseUntil(performance.now() - durableAfterMs),
    releaseAll: () => releaseUntil(Infinity),
    forget() {
      marks = [];
    },
  };
}
