import { describeStatus, readStatus } from "./describe-status.ts";
import type { OpenClawPluginApi } from "./openclaw-api.ts";
import { sharedState } from "./shared-state.ts";

/** `/eventstatus` in a chat. */
export function registerStatusCommand(api: OpenClawPluginApi): void {
  api.registerCommand({
    name: "eventstatus",
    description: "Tells whether events are being recorded",
    requireAuth: true,
    handler: () => ({ text: describeStatus(readStatus(sharedState())) }),
  });
}
