import type { Msg } from "@nats-io/nats-core";

/** Hands the messages of a subscription to one reader. */
export interface MessageQueue {
  push(message: Msg): void;
  /** No further message comes: whoever takes is told why. */
  fail(reason: Error): void;
  /** The next messages of those that have come; none where none comes within the time or the signal aborts. */
  take(options: {
    readonly timeoutMs: number;
    readonly signal?: AbortSignal | undefined;
  }): Promise<readonly Msg[]>;
}

/** What a slow reader has not come to yet stays as the client holds it. */
const maxBatch = 1000;

export function createMessageQueue(): MessageQueue {
  let wake: (() => void) | undefined;
  const messages: Msg[] = [];
  let failure: Error | undefined;
  return {
    push(message) {
      messages.push(message);
      wake?.();
    },
    fail(reason) {
      failure = reason;
      wake?.();
    },
    async take({ timeoutMs, signal }) {
      if (messages.length === 0 && failure === undefined && !signal?.aborted)
        await new Promise<void>((resolve) => {
          const settle = (): void => {
            wake = undefined;
            clearTimeout(timer);
            signal?.removeEventListener("abort", settle);
            resolve();
          };
          const timer = setTimeout(settle, timeoutMs);
          wake = settle;
          signal?.addEventListener("abort", settle);
        });
      if (failure !== undefined) throw failure;
      return messages.splice(0, maxBatch);
    },
  };
}
