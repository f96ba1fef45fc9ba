import type { EventFilter, EventReader } from "@openclaw/event-query";
import { EventStoreError, silentLogger } from "@openclaw/event-schema";
import type { Logger } from "@openclaw/event-schema";
import { buildContext } from "./build-context.ts";
import type { ContextBlock, ContextRequest } from "./build-context.ts";
import { createAgentMemory } from "./memory.ts";
import type { AgentMemory, Forgotten } from "./memory.ts";
import { messageOf, messageTypes } from "./message.ts";

export interface ContextInjectorOptions {
  readonly logger?: Logger;
}

/** {@link ContextRequest} of one agent. */
export interface AgentContextRequest extends ContextRequest {
  readonly agent: string;
  /** Aborts waiting for memory to be complete. */
  readonly signal?: AbortSignal;
}

/** Gives each session the memory of the earlier ones, and keeps that memory current. */
export interface ContextInjector extends AsyncDisposable {
  /**
   * Reads what is stored and then follows; resolves when all stored events are in memory.
   *
   * @throws what the reader throws
   */
  start(): Promise<void>;
  /**
   * The block of a session: built by the first call, after {@link ContextInjector.start} has
   * resolved, and the same from then on until {@link ContextInjector.renew}, so that the prompt
   * cache of the model holds.
   *
   * @throws {@link EventStoreError} `ABORTED` when `signal` aborts first
   */
  contextFor(request: AgentContextRequest): Promise<ContextBlock>;
  /** Lets the next call build the session's block anew: it starts again, or has been compacted. */
  renew(agent: string, session: string): void;
  /** Removes events from memory, and blocks made of them, at once. */
  forget(which: Forgotten): void;
  /** Stops following. */
  close(): Promise<void>;
}

const filter: EventFilter = { type: messageTypes };

/** Creates the memory of all agents `reader` can read; nothing is read before `start`. */
export function createContextInjector(
  reader: EventReader,
  { logger = silentLogger }: ContextInjectorOptions = {},
): ContextInjector {
  const memories = new Map<string, AgentMemory>();
  const frozen = new Map<string, ContextBlock>();
  const stopped = new AbortController();
  const { signal } = stopped;
  let starting: Promise<void> | undefined;
  let following: Promise<void> = Promise.resolve();

  const memoryOf = (agent: string): AgentMemory => {
    const memory = memories.get(agent) ?? createAgentMemory();
    memories.set(agent, memory);
    return memory;
  };

  const take = async (events: ReturnType<EventReader["follow"]>): Promise<void> => {
    for await (const { event } of events) {
      const message = messageOf(event);
      if (message) memoryOf(event.agent).add(message);
    }
  };

  const catchUp = (): Promise<void> =>
    new Promise((resolve, reject) => {
      following = take(reader.follow(filter, { signal, onCaughtUp: resolve })).then(
        resolve,
        (error: unknown) => {
          if (!signal.aborted) logger.error("following events for context failed", { error });
          reject(error);
        },
      );
    });

  const close = async (): Promise<void> => {
    stopped.abort();
    await following;
  };

  return {
    start: () => (starting ??= catchUp()),
    async contextFor(request) {
      await settled(starting ?? Promise.resolve(), request.signal);
      const key = sessionKey(request.agent, request.session);
      const block = frozen.get(key) ?? buildContext(memoryOf(request.agent), request);
      frozen.set(key, block);
      return block;
    },
    renew: (agent, session) => void frozen.delete(sessionKey(agent, session)),
    forget(which) {
      for (const [agent, memory] of memories) {
        if (agent !== (which.agent ?? agent)) continue;
        const gone = memory.forget(which);
        for (const [key, block] of frozen)
          if (block.items.some(({ eventId }) => gone.has(eventId))) frozen.delete(key);
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function sessionKey(agent: string, session: string): string {
  return JSON.stringify([agent, session]);
}

function settled(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
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
