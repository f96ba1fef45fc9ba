/** What has a time at which it was stored, in Unix milliseconds. */
export interface Timed {
  readonly storedAt: number;
}

/** Merges sources into the order in which their items were stored; at one time the earlier source comes first. */
export function mergeByTime<T extends Timed>(
  sources: readonly AsyncIterable<T>[],
): AsyncIterable<T> {
  const [only, ...others] = sources;
  return only !== undefined && others.length === 0 ? only : merge(sources);
}

async function* merge<T extends Timed>(sources: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(iterators.map(async (iterator) => iterator.next()));
    for (;;) {
      const first = earliest(heads);
      const head = heads[first];
      if (head === undefined || head.done) return;
      yield head.value;
      const next = await iterators[first]?.next();
      if (next !== undefined) heads[first] = next;
    }
  } finally {
    await Promise.all(iterators.map(async (iterator) => iterator.return?.()));
  }
}

function earliest(heads: readonly IteratorResult<Timed>[]): number {
  let at = -1;
  let time = Number.POSITIVE_INFINITY;
  for (const [index, head] of heads.entries())
    if (!head.done && head.value.storedAt < time) {
      at = index;
      time = head.value.storedAt;
    }
  return at;
}
