/**
 * Merges sources, each in its own order, as their items come. When the reader leaves, the sources that
 * wait for an item are left waiting: end them by a signal.
 */
export async function* mergeAsTheyCome<T>(sources: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  const [only, ...others] = sources;
  if (only !== undefined && others.length === 0) {
    yield* only;
    return;
  }
  const waiting = new Map(iterators.map((iterator) => [iterator, advance(iterator)]));
  try {
    while (waiting.size > 0) {
      const { iterator, result } = await Promise.race(waiting.values());
      waiting.delete(iterator);
      if (result.done) continue;
      yield result.value;
      waiting.set(iterator, advance(iterator));
    }
  } finally {
    for (const next of waiting.values()) next.catch(() => undefined);
  }
}

async function advance<T>(
  iterator: AsyncIterator<T>,
): Promise<{ readonly iterator: AsyncIterator<T>; readonly result: IteratorResult<T> }> {
  return { iterator, result: await iterator.next() };
}
