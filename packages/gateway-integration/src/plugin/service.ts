import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bindSink, type Logger, type SinkBinding } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";
import { isHidden } from "../recorder/sub-agents.ts";
import { createEventStore } from "../store/event-store.ts";
import type { OpenClawPluginApi, PluginService } from "./openclaw-api.ts";
import { createSharedRecorder, recordBuses } from "./record.ts";
import { sharedState, take, type SharedState } from "./shared-state.ts";

/** What is not sent by then waits in the outbox. */
const flushMs = 1000;
/** The gateway gives a service 5 s; where a busy machine takes longer, the rest goes on behind the start. */
const startMs = 3000;

/** Opens the store with the gateway and closes it with the gateway, or around a reload. */
export function eventStoreService(
  api: Pick<OpenClawPluginApi, "runtime">,
  config: EventStoreConfig,
  logger: Logger,
): PluginService {
  let sink: SinkBinding | undefined;
  let opening: Promise<void> | undefined;

  const open = async (stateDir: string): Promise<void> => {
    const state = sharedState();
    await closeStore(state, logger);
    const store = createEventStore(config, {
      dir: join(stateDir, "event-store"),
      // What prompts of running sessions hold may have been made of what is forgotten.
      onForgotten: () => state.blocks.clear(),
      logger,
    });
    state.store = store;
    for (const event of state.kept.splice(0)) take(state, event);
    sink = bindSink((event) => {
      if (!isHidden(event.session, state.memory)) take(state, event);
    });
    if (sink.dropped > 0)
      logger.warn(`${sink.dropped} events of other plugins came before the store and were lost`);
    await store.opened;
  };

  return {
    id: "event-store",
    async start({ stateDir }) {
      sharedState().recorder = createSharedRecorder(logger);
      recordBuses(api, logger);
      opening = open(stateDir);
      const outcome = await Promise.race([opening, sleep(startMs, "late", { ref: false })]);
      // Nobody waits any more who could be told by a rejection.
      if (outcome === "late")
        opening.catch((error: unknown) =>
          logger.error("the event store could not be opened; events wait for the next start", {
            error,
          }),
        );
    },
    async stop() {
      await opening?.catch(() => undefined);
      sink?.unbind();
      await closeStore(sharedState(), logger);
    },
  };
}

/** A stop that takes longer than the gateway waits must not meet the next start in the outbox. */
async function closeStore(state: SharedState, logger: Logger): Promise<void> {
  const { store } = state;
  state.store = undefined;
  if (store !== undefined)
    state.closing = store.close(flushMs).catch((error: unknown) => {
      logger.error("the event store could not be closed in order", { error });
    });
  await state.closing;
}
