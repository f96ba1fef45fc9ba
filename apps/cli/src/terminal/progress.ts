import { clearLine, cursorTo } from "node:readline";

/** Tells a person at a terminal how far a long work is; silent elsewhere. */
export interface ProgressLine extends Disposable {
  show(done: number, total: number, what: string): void;
}

const everyMs = 100;

/** @param format - how an amount of what is done reads */
export function createProgressLine(format = eventCount): ProgressLine {
  const { stderr } = process;
  const start = performance.now();
  let shownAt = -Infinity;
  const clear = (): void => {
    cursorTo(stderr, 0);
    clearLine(stderr, 0);
  };
  return {
    show(done, total, what) {
      const now = performance.now();
      if (!stderr.isTTY || now - shownAt < everyMs) return;
      shownAt = now;
      clear();
      const line = `${progressText({ done, total, seconds: (now - start) / 1000 }, format)}  ${what}`;
      stderr.write(line.slice(0, stderr.columns - 1));
    },
    [Symbol.dispose]() {
      if (stderr.isTTY) clear();
    },
  };
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly seconds: number;
}

const barLength = 20;

/** A bar, the share that is done, the rate, and the time that is left at that rate. */
export function progressText(
  { done, total, seconds }: Progress,
  format: (amount: number) => string,
): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const filled = Math.floor(barLength * share);
  const bar = `${"#".repeat(filled)}${"-".repeat(barLength - filled)}`;
  const percent = String(Math.floor(100 * share)).padStart(3);
  const rate = seconds > 0 ? format(Math.round(done / seconds)) : "…";
  const left = share > 0 ? `${Math.ceil((seconds * (1 - share)) / share)} s` : "…";
  return `[${bar}] ${percent} %  ${rate}/s  ${left} left`;
}

function eventCount(events: number): string {
  return `${events} events`;
}
