import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { EventStoreError } from "@openclaw/event-schema";
import { formatMetrics, metricsMediaType } from "@openclaw/event-schema/metrics";
import type { OpenStore } from "../store/open-store.ts";
import { collectMetrics } from "./collect-metrics.ts";

/**
 * Answers `GET /metrics` on loopback, measured anew each time.
 *
 * @throws EventStoreError `IN_USE` where the port is taken
 */
export async function serveMetrics(store: OpenStore, port: number): Promise<AsyncDisposable> {
  const server = createServer((request, response) => void answer(store, request, response));
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new EventStoreError("IN_USE", `port ${port} is taken: choose another one`, { cause });
  }
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(
  store: OpenStore,
  { method, url }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (method !== "GET" || url !== "/metrics") {
    response.writeHead(404).end();
    return;
  }
  try {
    const text = formatMetrics(await collectMetrics(store));
    response.setHeader("content-type", metricsMediaType);
    response.end(text);
  } catch (error) {
    response.writeHead(503, { "content-type": "text/plain; charset=utf-8" });
    response.end(error instanceof Error ? error.message : "failed");
  }
}
