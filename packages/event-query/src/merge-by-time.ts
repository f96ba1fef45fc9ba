/** An item and the time that puts it in order. */
export interface Timed<T> {
  readonly time: number;
  readonly item: T;
}

/** Merges sources, each in order of time, into one; at equal times the earlier source comes first. */
export async function* mergeByTime<T>(
  sources: readonly AsyncIterable<Timed<T>>[],
): AsyncGenerator<T> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(iterators.map(async (iterator) => iterator.next()));
    for (;;) {
      const first = earliest(heads);
      const head = heads[first];
      if (head === undefined || head.done) return;
      yield head.value.item;
      const next = await iterators[first]?.next();
      if (next !== undefined) heads[first] = next;
    }
  } finally {
    await Promise.all(iterators.map(async (iterator) => iterator.return?.()));
  }
}

function earliest<T>(heads: readonly IteratorResult<Timed<T>>[]): number {
  let at = -1;
  let time = Number.POSITIVE_INFINITY;
  for (const [index, head] of heads.entries())
    if (!head.done && head.value.time < time) {
      at = index;
      time = head.value.time;
    }
  return at;
}
