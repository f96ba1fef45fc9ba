/** One measured figure of a bench. */
export interface Measurement {
  /** Name of the case, such as `limit`. */
  readonly case: string;
  readonly value: number;
  /** Such as `events/s`; cases of one unit are compared with one another. */
  readonly unit: string;
}

/**
 * What a file `bench/<name>.bench.ts` of a package exports as `bench`: it measures its cases side by
 * side in one run and reports each as soon as it is known.
 */
export type Bench = (report: (measurement: Measurement) => void) => Promise<void>;
