/** Lets one waiter sleep until somebody has news for it. News that comes before the wait ends it at once. */
export interface Wake {
  call(): void;
  /** Settles with the next call, or after the time. */
  wait(timeoutMs: number): Promise<void>;
}

export function createWake(): Wake {
  let called = false;
  let waiter: (() => void) | undefined;
  return {
    call() {
      called = true;
      waiter?.();
    },
    wait(timeoutMs) {
      if (called) {
        called = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const settle = (): void => {
          clearTimeout(timer);
          waiter = undefined;
          called = false;
          resolve();
        };
        const timer = setTimeout(settle, timeoutMs);
        waiter = settle;
      });
    },
  };
}
