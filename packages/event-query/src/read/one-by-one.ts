/**
 * The items of batches, one by one. An async generator would cost three promises an item, as much as
 * the rest of reading an event.
 */
export function oneByOne<T>(batches: AsyncIterator<readonly T[]>): AsyncIterableIterator<T> {
  let batch: Iterator<T> = [].values();
  const next = async (): Promise<IteratorResult<T>> => {
    for (;;) {
      const item = batch.next();
      if (!item.done) return item;
      const more = await batches.next();
      if (more.done) return { done: true, value: undefined };
      batch = more.value.values();
    }
  };
  return {
    next,
    async return() {
      await batches.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
