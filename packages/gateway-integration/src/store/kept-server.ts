import { setTimeout as sleep } from "node:timers/promises";
import { isEventStoreError, type Logger } from "@openclaw/event-schema";
import { readServerRecord, startEmbeddedServer } from "@openclaw/jetstream/server";

/** The embedded server, kept running. */
export interface KeptServer extends AsyncDisposable {
  /** Settles when the server runs for the first time. */
  readonly url: Promise<string>;
  /** Why it does not run. */
  readonly lastError: string | undefined;
}

/** How often the embedded server writes to disk for good, in milliseconds. */
export const syncIntervalMs = 5000;
const retryMs = 2000;

/**
 * Starts an embedded server in `dir` and starts it again whenever it ends. Where another process of this
 * user, such as `openclaw-events up`, runs it already, that one is used.
 */
export function keepServerRunning(dir: string, logger: Logger): KeptServer {
  const closing = new AbortController();
  const { signal } = closing;
  let lastError: string | undefined;
  let tell: ((url: string) => void) | undefined;
  const url = new Promise<string>((resolve) => {
    tell = resolve;
  });

  const runOnce = async (): Promise<void> => {
    const server = await startEmbeddedServer({ dir, syncIntervalMs, logger });
    lastError = undefined;
    tell?.(server.url);
    const stop = (): void => void server[Symbol.asyncDispose]();
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    await server.exited;
    signal.removeEventListener("abort", stop);
    if (!signal.aborted) logger.warn("the embedded nats-server ended; starting it again");
  };

  const keepRunning = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await runOnce();
      } catch (error) {
        const running = isEventStoreError(error, "IN_USE") && (await readServerRecord(dir));
        if (running) tell?.(running.url);
        const reason = error instanceof Error ? error.message : String(error);
        if (!running && reason !== lastError) logger.error(reason);
        lastError = running ? undefined : reason;
      }
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const ended = keepRunning();

  return {
    url,
    get lastError() {
      return lastError;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await ended;
    },
  };
}
