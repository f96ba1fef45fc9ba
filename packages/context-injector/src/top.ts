/** The best of all that was added. */
export interface Top<Item> {
  add(item: Item): void;
  /** Starts anew with these. */
  reset(items: Iterable<Item>): void;
  /** Best first; of equals the earlier. */
  best(): readonly Item[];
}

/** Keeps the `count` items of highest score, at constant cost for each added. */
export function createTop<Item>(count: number, scoreOf: (item: Item) => number): Top<Item> {
  let items: Item[] = [];
  let least = Number.NEGATIVE_INFINITY;
  const settle = (): Item[] => {
    items = items.toSorted((a, b) => scoreOf(b) - scoreOf(a)).slice(0, count);
    const last = items[count - 1];
    if (last !== undefined) least = scoreOf(last);
    return items;
  };
  const add = (item: Item): void => {
    if (scoreOf(item) <= least) return;
    items.push(item);
    if (items.length >= 2 * count) settle();
  };
  return {
    add,
    reset(all) {
      items = [];
      least = Number.NEGATIVE_INFINITY;
      for (const item of all) add(item);
    },
    best: settle,
  };
}
