import { parseSessionKey, type Logger } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";
import { z } from "zod";
import type { OpenClawPluginApi } from "./openclaw-api.ts";
import { contextSettings } from "./settings.ts";
import { sharedState, type SharedState } from "./shared-state.ts";

const promptBuild = z.looseObject({
  prompt: z.string().optional(),
  messages: z.array(z.object({ role: z.string() })),
});
const sessionContext = z.looseObject({ agentId: z.string(), sessionKey: z.string() });

/** What the gateway appends to the system prompt, behind its own cache boundary. */
export interface PromptAddition {
  readonly appendSystemContext: string;
}

/**
 * Puts memory into the system prompt of each session: built at its first turn, the same on all others,
 * so that the model's prompt cache holds. A turn that memory does not reach in time goes on without it.
 */
export function injectContext(
  api: OpenClawPluginApi,
  config: EventStoreConfig,
  logger: Logger,
): void {
  api.on("before_prompt_build", async (event, context) => {
    try {
      return await promptAddition(config, event, context);
    } catch (error) {
      logger.debug(`no context for this turn: ${String(error)}`);
      return undefined;
    }
  });
}

/** Where the block of a session is kept. */
export function blockKey(agent: string, session: string): string {
  return JSON.stringify([agent, session]);
}

async function promptAddition(
  config: EventStoreConfig,
  event: unknown,
  context: unknown,
): Promise<PromptAddition | undefined> {
  const { prompt, messages } = promptBuild.parse(event);
  const { agentId: agent, sessionKey: session } = sessionContext.parse(context);
  const settings = contextSettings(config, agent);
  const state = sharedState();
  if (!settings.enabled || parseSessionKey(session).incognito) return undefined;
  state.fired.set("before_prompt_build", Date.now());
  if (startsAnew(messages)) renew(state, agent, session);
  const key = blockKey(agent, session);
  const text = state.blocks.get(key) ?? (await build());
  if (text !== undefined) state.blocks.set(key, text);
  return text ? { appendSystemContext: text } : undefined;

  async function build(): Promise<string | undefined> {
    const { budgetTokens, deadlineMs } = settings;
    const signal = AbortSignal.timeout(deadlineMs);
    const block = await state.store?.contextFor({ agent, session, prompt, budgetTokens, signal });
    return block?.text;
  }
}

/**
 * Neither the hook for session starts nor an empty history marks every start: after `/new` the history
 * holds that command. A session in which nothing was answered yet starts.
 */
function startsAnew(messages: readonly { readonly role: string }[]): boolean {
  return !messages.some(({ role }) => role === "assistant" || role === "compactionSummary");
}

function renew({ blocks, store }: SharedState, agent: string, session: string): void {
  blocks.delete(blockKey(agent, session));
  store?.renewContext(agent, session);
}
