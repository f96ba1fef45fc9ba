import { setTimeout as sleep } from "node:timers/promises";
import {
  createContextInjector,
  createFileSnapshots,
  type ContextInjector,
} from "@openclaw/context-injector";
import type { EventReader } from "@openclaw/event-query";
import type { Logger } from "@openclaw/event-schema";

/** A context injector that is tried again until its store can be read. */
export interface FollowedContext extends AsyncDisposable {
  /** Settles when everything stored is in memory. */
  readonly ready: Promise<ContextInjector>;
  readonly isReady: boolean;
}

const firstDelayMs = 250;
const maxDelayMs = 5000;

export interface FollowContextOptions {
  /** Keeps memory over restarts, so that a start reads only what is new. */
  readonly snapshotFile: string;
  readonly onForgotten: () => void;
  readonly logger: Logger;
}

export function followContext(
  reader: EventReader,
  { snapshotFile, onForgotten, logger }: FollowContextOptions,
): FollowedContext {
  const closing = new AbortController();
  let isReady = false;
  let tell: ((injector: ContextInjector) => void) | undefined;
  const ready = new Promise<ContextInjector>((resolve) => {
    tell = resolve;
  });

  let warned: string | undefined;
  /** Before the first event there is no stream to read, and each attempt meets the same snapshot. */
  const untilReady: Logger = {
    ...logger,
    error: (...told) => (isReady ? logger.error(...told) : logger.debug(...told)),
    warn(message, details) {
      if (isReady || message !== warned) logger.warn(message, details);
      warned = message;
    },
  };
  const closed = new Promise<never>((_, reject) => {
    closing.signal.addEventListener("abort", () => reject(new Error("closed")));
  });
  closed.catch(() => undefined);

  const snapshots = createFileSnapshots(snapshotFile);

  const start = async (): Promise<ContextInjector | undefined> => {
    for (let delayMs = firstDelayMs; !closing.signal.aborted; delayMs *= 2) {
      const injector = createContextInjector(reader, {
        snapshots,
        onForgotten,
        logger: untilReady,
      });
      try {
        await Promise.race([injector.start(), closed]);
        isReady = true;
        tell?.(injector);
        return injector;
      } catch (error) {
        logger.debug(`memory is not complete yet: ${String(error)}`);
        await injector.close();
      }
      const wait = Math.min(delayMs, maxDelayMs);
      await sleep(wait, undefined, { signal: closing.signal }).catch(() => undefined);
    }
    return undefined;
  };
  const started = start();

  return {
    ready,
    get isReady() {
      return isReady;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await (await started)?.close();
    },
  };
}
