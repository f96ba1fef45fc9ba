const rounds = 15;

type Case = readonly [name: string, run: () => Promise<unknown>];

/** The best time of each case, as other work only adds to it; in turns, so that all meet the same load. */
export async function inTurns(
  cases: readonly Case[],
): Promise<readonly (readonly [string, number])[]> {
  const best = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1)
    for (const [name, run] of cases) {
      const start = performance.now();
      await run();
      best.set(name, Math.min(best.get(name) ?? Infinity, performance.now() - start));
    }
  return [...best];
}
