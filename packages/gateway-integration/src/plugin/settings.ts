import type { EventStoreConfig } from "@openclaw/event-schema/config";
import { z } from "zod";
import type { OpenClawPluginApi } from "./openclaw-api.ts";

const gatewayConfig = z.looseObject({
  plugins: z.looseObject({
    entries: z.record(
      z.string(),
      z.looseObject({
        hooks: z.looseObject({ allowConversationAccess: z.boolean().optional() }).optional(),
      }),
    ),
  }),
});

/** Whether the operator lets this plugin take part in conversations, which context injection needs. */
export function mayAccessConversations({ id, config }: OpenClawPluginApi): boolean {
  const parsed = gatewayConfig.safeParse(config);
  return parsed.data?.plugins.entries[id]?.hooks?.allowConversationAccess === true;
}

/** The context settings of an agent: its own, else the common ones. */
export function contextSettings(
  { context, agents }: EventStoreConfig,
  agent: string,
): EventStoreConfig["context"] {
  const own = agents[agent]?.context;
  return {
    enabled: own?.enabled ?? context.enabled,
    budgetTokens: own?.budgetTokens ?? context.budgetTokens,
    deadlineMs: own?.deadlineMs ?? context.deadlineMs,
  };
}
