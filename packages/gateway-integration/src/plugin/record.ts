import type { Logger, OpenClawEvent } from "@openclaw/event-schema";
import { recordedHooks } from "../recorder/hook-facts.ts";
import { createRecorder, type Recorder } from "../recorder/recorder.ts";
import { blockKey } from "./inject-context.ts";
import type { OpenClawPluginApi } from "./openclaw-api.ts";
import { sharedState, take, type SharedState } from "./shared-state.ts";

/** Types after which a session's prompt is built anew anyway. */
const freshPrompt = new Set(["lifecycle.start", "lifecycle.reset", "lifecycle.compaction"]);

/** Listens to all the recorder reads; each firing reaches exactly one copy of the plugin. */
export function recordHooks(api: OpenClawPluginApi, logger: Logger): void {
  for (const hook of recordedHooks)
    api.on(hook, (event, context) => {
      tell(logger, (recorder, state) => {
        state.fired.set(hook, Date.now());
        recorder.onHook(hook, event, context);
      });
    });
  api.agent.events.registerAgentEventSubscription({
    id: "event-store",
    description: "Records runs and tool calls",
    handle: (event) => tell(logger, (recorder) => recorder.onAgentEvent(event)),
  });
}

/** Listens to what the gateway writes on its own account; ends with the returned function. */
export function recordTranscripts(api: OpenClawPluginApi, logger: Logger): () => void {
  const listen = api.runtime?.events?.onSessionTranscriptUpdate;
  const stop = listen?.((update) =>
    tell(logger, (recorder) => recorder.onTranscriptUpdate(update)),
  );
  return () => stop?.();
}

/** The recorder of this process, going on where an earlier one stopped. */
export function createSharedRecorder(logger: Logger): Recorder {
  const state = sharedState();
  const onEvent = (event: OpenClawEvent): void => {
    if (freshPrompt.has(event.type)) renewPrompt(state, event);
    if (!take(state, event)) logger.debug(`event ${event.id} of type ${event.type} is not stored`);
  };
  return createRecorder({ memory: state.memory, onEvent });
}

function renewPrompt({ blocks, store }: SharedState, { agent, session }: OpenClawEvent): void {
  blocks.delete(blockKey(agent, session));
  store?.renewContext(agent, session);
}

/** A fault of ours must not become one of the gateway's. */
function tell(logger: Logger, what: (recorder: Recorder, state: SharedState) => void): void {
  const state = sharedState();
  if (state.recorder === undefined) return;
  try {
    what(state.recorder, state);
  } catch (error) {
    logger.error(`something was not recorded: ${String(error)}`);
  }
}
