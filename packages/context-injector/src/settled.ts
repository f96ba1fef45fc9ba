import { EventStoreError } from "@openclaw/event-schema";

interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/** A promise that is settled from outside. */
export function deferred<Value>(): Deferred<Value> {
  let [resolve, reject]: [Deferred<Value>["resolve"], Deferred<Value>["reject"]] = [
    () => {},
    () => {},
  ];
  const promise = new Promise<Value>((done, failed) => ([resolve, reject] = [done, failed]));
  return { promise, resolve, reject };
}

/**
 * Waits for a promise as long as the signal lets.
 *
 * @throws {@link EventStoreError} `ABORTED`
 */
export function settled(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      const message = "building context was aborted before memory was complete; call again later";
      reject(new EventStoreError("ABORTED", message));
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
