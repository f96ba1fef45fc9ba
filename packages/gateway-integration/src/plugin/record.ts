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
}

/**
 * Listens to the buses of the process, in place of an earlier copy of the plugin. The listeners outlive a
 * reload: in between, the gateway refuses to call the hooks of any copy, and only they hear what happens.
 */
export function recordBuses(
  { runtime: { events } }: Pick<OpenClawPluginApi, "runtime">,
  logger: Logger,
): void {
  const state = sharedState();
  const stops = [
    events.onAgentEvent((event) => tell(logger, (recorder) => recorder.onAgentEvent(event))),
    events.onSessionTranscriptUpdate((update) =>
      tell(logger, (recorder) => recorder.onTranscriptUpdate(update)),
    ),
  ];
  state.stopListening?.();
  state.stopListening = () => stops.forEach((stop) => stop());
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
