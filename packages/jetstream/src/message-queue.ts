import type { Msg } from "@nats-io/nats-core";

/** Hands the messages of a subscription to one reader. */
export interface MessageQueue {
  push(message: Msg): void;
  /** The next message, `undefined` where none comes within the time or the signal aborts. */
  next(options: {
    readonly timeoutMs: number;
    readonly signal?: AbortSignal | undefined;
  }): Msg | Promise<Msg | undefined>;
}

export function createMessageQueue(): MessageQueue {
  let waiting: ((message: Msg | undefined) => void) | undefined;
  let messages: Msg[] = [];
  let head = 0;
  return {
    push(message) {
      if (waiting === undefined) messages.push(message);
      else waiting(message);
    },
    next({ timeoutMs, signal }) {
      const ready = messages[head];
      if (ready !== undefined) {
        head += 1;
        if (head === messages.length) {
          messages = [];
          head = 0;
        }
        return ready;
      }
      return new Promise((resolve) => {
        const settle = (message: Msg | undefined): void => {
          waiting = undefined;
          clearTimeout(timer);
          signal?.removeEventListener("abort", give);
          resolve(message);
        };
        const give = (): void => settle(undefined);
        const timer = setTimeout(give, timeoutMs);
        waiting = settle;
        if (signal?.aborted) give();
        else signal?.addEventListener("abort", give);
      });
    },
  };
}
