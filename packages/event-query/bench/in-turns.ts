const rounds = 9;

type Case = readonly [name: string, run: () => Promise<unknown>];

/** The median time of each case, the cases in turns so that all meet the same load. */
export async function inTurns(
  cases: readonly Case[],
): Promise<readonly (readonly [string, number])[]> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const [name, run] of cases) {
      const start = performance.now();
      await run();
      times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
    }
  return [...times].map(([name, values]) => [name, median(values)] as const);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
