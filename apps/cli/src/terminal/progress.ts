import { clearLine, cursorTo } from "node:readline";

/** Tells a person at a terminal how far a long work is; silent elsewhere. */
export interface ProgressLine extends Disposable {
  show(done: number, total: number, what: string): void;
}

const everyMs = 100;

export function createProgressLine(): ProgressLine {
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
      const line = `${percent(done, total)} ${what}, ${remaining(now - start, done / total)}`;
      stderr.write(line.slice(0, stderr.columns - 1));
    },
    [Symbol.dispose]() {
      if (stderr.isTTY) clear();
    },
  };
}

function percent(done: number, total: number): string {
  return `${String(total === 0 ? 100 : Math.floor((100 * done) / total)).padStart(3)} %`;
}

function remaining(elapsedMs: number, share: number): string {
  if (share <= 0) return "…";
  return `${Math.ceil((elapsedMs * (1 - share)) / share / 1000)} s left`;
}
