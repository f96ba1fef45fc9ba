/** How often a kind of work was done, and how long that took in all. */
export interface Timing {
  readonly count: number;
  readonly seconds: number;
  /** Does the work and counts it, also where it fails. */
  measure<Value>(work: () => Promise<Value>): Promise<Value>;
}

export function createTiming(): Timing {
  let count = 0;
  let seconds = 0;
  return {
    get count() {
      return count;
    },
    get seconds() {
      return seconds;
    },
    async measure(work) {
      const start = performance.now();
      try {
        return await work();
      } finally {
        count += 1;
        seconds += (performance.now() - start) / 1000;
      }
    },
  };
}
