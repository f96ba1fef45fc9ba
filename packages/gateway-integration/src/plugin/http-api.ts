import type { ServerResponse } from "node:http";
import { isEventStoreError, type EventStoreErrorCode } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";
import { formatMetrics, metricsMediaType } from "@openclaw/event-schema/metrics";
import type { OpenClawPluginApi } from "./openclaw-api.ts";
import { operatorRequests } from "./operator-requests.ts";
import { sharedState } from "./shared-state.ts";
import { storeMetrics } from "./store-metrics.ts";

const base = "/event-store";
const paths = new Map<string, keyof typeof operatorRequests>([
  [`${base}/status`, "status"],
  [`${base}/events`, "query"],
  [`${base}/context`, "context"],
]);
const statusCodes = new Map<EventStoreErrorCode, number>([
  ["INVALID_ARGUMENT", 400],
  ["PERMISSION_DENIED", 403],
  ["UNAVAILABLE", 503],
  ["TIMEOUT", 504],
  ["ABORTED", 504],
]);

/** `GET /event-store/status|events|context|metrics`, for whom the gateway lets in. */
export function registerHttpApi(
  api: Pick<OpenClawPluginApi, "registerHttpRoute">,
  config: EventStoreConfig,
): void {
  api.registerHttpRoute({
    path: base,
    match: "prefix",
    auth: "gateway",
    async handler({ method, url = "" }, response) {
      const { pathname, searchParams } = new URL(url, "http://gateway");
      if (pathname === `${base}/metrics` && method === "GET") return replyMetrics(response);
      const name = paths.get(pathname);
      if (name === undefined) return reply(response, 404, { error: `nothing at ${pathname}` });
      if (method !== "GET") return reply(response, 405, { error: "only GET is answered" });
      try {
        return reply(response, 200, await operatorRequests[name](inputOf(searchParams), config));
      } catch (error) {
        const code = isEventStoreError(error) ? error.code : "INTERNAL";
        const message = error instanceof Error ? error.message : String(error);
        return reply(response, statusCodes.get(code) ?? 500, { code, error: message });
      }
    },
  });
}

/** A query string as the input of a request: `types` holds several, `limit` is a number. */
function inputOf(parameters: URLSearchParams): Readonly<Record<string, unknown>> {
  const input: Record<string, unknown> = Object.fromEntries(parameters);
  const types = parameters.get("types");
  const limit = parameters.get("limit");
  if (types !== null) input["types"] = types.split(",");
  if (limit !== null) input["limit"] = Number(limit);
  return input;
}

/** What Prometheus asks for with the gateway's token; empty while no store is open. */
function replyMetrics(response: ServerResponse): true {
  const { store } = sharedState();
  response.writeHead(200, { "content-type": metricsMediaType, "cache-control": "no-store" });
  response.end(store === undefined ? "" : formatMetrics(storeMetrics(store)));
  return true;
}

function reply(response: ServerResponse, status: number, body: object): true {
  response.writeHead(status, {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(JSON.stringify(body));
  return true;
}
