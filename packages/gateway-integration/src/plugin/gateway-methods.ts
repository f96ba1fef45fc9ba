import { isEventStoreError } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";
import type { OpenClawPluginApi } from "./openclaw-api.ts";
import { operatorRequests } from "./operator-requests.ts";

/** `eventstore.status`, `eventstore.query` and `eventstore.context` on the gateway's socket. */
export function registerGatewayMethods(api: OpenClawPluginApi, config: EventStoreConfig): void {
  for (const [name, request] of Object.entries(operatorRequests))
    api.registerGatewayMethod(
      `eventstore.${name}`,
      async ({ params, respond }) => {
        try {
          respond(true, await request(params, config));
        } catch (error) {
          const code = isEventStoreError(error) ? error.code : "INTERNAL";
          const message = error instanceof Error ? error.message : String(error);
          respond(false, undefined, { code, message });
        }
      },
      { scope: "operator.read" },
    );
}
