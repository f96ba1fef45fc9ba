/** A map that forgets its oldest entries beyond `limit`; setting a key makes it the newest. */
export function boundedMap<Key, Value>(
  limit: number,
): Pick<Map<Key, Value>, "get" | "has" | "delete" | "clear"> & {
  set(key: Key, value: Value): void;
} {
  const map = new Map<Key, Value>();
  return {
    get: (key) => map.get(key),
    has: (key) => map.has(key),
    delete: (key) => map.delete(key),
    clear: () => map.clear(),
    set(key, value) {
      map.delete(key);
      map.set(key, value);
      if (map.size <= limit) return;
      for (const oldest of map.keys()) {
        map.delete(oldest);
        return;
      }
    },
  };
}
