import { emit } from "@openclaw/event-schema";
import { z } from "zod";
import { deployFinished } from "./deploy-finished.ts";

/** The part of the gateway's plugin API that is used here. */
interface PluginApi {
  on(hook: "after_tool_call", handler: (event: unknown, context: unknown) => void): void;
  readonly logger: { warn(message: string): void };
}

const deployCall = z.object({
  toolName: z.literal("exec"),
  params: z.object({ command: z.string() }),
  runId: z.string(),
  toolCallId: z.string(),
  durationMs: z.number(),
  error: z.string().optional(),
});
const hookContext = z.object({ sessionKey: z.string() });

export default {
  id: "deploy-log",
  name: "Deploy log",
  register(api: PluginApi): void {
    api.on("after_tool_call", (event, context) => {
      const { data: call } = deployCall.safeParse(event);
      const service = /^deploy (\S+)/.exec(call?.params.command ?? "")?.[1];
      if (call === undefined || service === undefined) return;

      const outcome = call.error === undefined ? "succeeded" : "failed";
      const result = emit(
        deployFinished,
        { service, outcome, durationMs: call.durationMs },
        {
          session: hookContext.parse(context).sessionKey,
          runId: call.runId,
          idempotencyKey: `${call.runId} ${call.toolCallId}`,
        },
      );
      if (result.status === "refused") api.logger.warn(result.error.message);
    });
  },
};
