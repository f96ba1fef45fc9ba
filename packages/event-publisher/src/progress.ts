/** Lets several wait for something that happens bit by bit. */
export interface Progress {
  /** Something happened. */
  readonly tell: () => void;
  /** Whether the condition came true within the time. */
  until(condition: () => boolean, timeoutMs: number): Promise<boolean>;
}

export function createProgress(): Progress {
  const listeners = new Set<() => void>();
  return {
    tell() {
      for (const listener of listeners) listener();
    },
    async until(condition, timeoutMs) {
      if (condition()) return true;
      return new Promise((resolve) => {
        const settle = (result: boolean): void => {
          clearTimeout(timer);
          listeners.delete(check);
          resolve(result);
        };
        const check = (): void => {
          if (condition()) settle(true);
        };
        const timer = setTimeout(() => settle(false), timeoutMs);
        listeners.add(check);
      });
    },
  };
}
