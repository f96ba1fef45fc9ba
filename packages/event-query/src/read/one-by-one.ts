/**
 * The items of batches, one by one, each as what `pick` makes of it; nothing where it picks none. Only what is
 * taken is made: a whole batch of parsed events at once costs the garbage collector as much as parsing them.
 * An async generator would cost three promises an item.
 */
export function oneByOne<T, Picked>(
  batches: AsyncIterable<readonly T[]>,
  pick: (item: T) => Picked | undefined,
): AsyncIterableIterator<Picked> {
  const incoming = batches[Symbol.asyncIterator]();
  let batch: Iterator<T> = [].values();
  const next = async (): Promise<IteratorResult<Picked>> => {
    for (;;) {
      for (let item = batch.next(); !item.done; item = batch.next()) {
        const value = pick(item.value);
        if (value !== undefined) return { done: false, value };
      }
      const more = await incoming.next();
      if (more.done) return { done: true, value: undefined };
      batch = more.value.values();
    }
  };
  return {
    next,
    async return() {
      await incoming.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
