import { once } from "node:events";
import { createServer } from "node:http";
import { eventId } from "@openclaw/event-schema";
import { parseConfig } from "@openclaw/event-schema/config";
import { startTestServer } from "@openclaw/jetstream/testing";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { expect, test } from "vitest";
import { createEventStore } from "../src/index.ts";
import { registerHttpApi } from "../src/plugin/http-api.ts";
import { sharedState } from "../src/plugin/shared-state.ts";

type Route = Parameters<Parameters<typeof registerHttpApi>[0]["registerHttpRoute"]>[0];

test("Prometheus reads at the gateway how the store does", async () => {
  await using server = await startTestServer();
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  const config = parseConfig({ url: server.url });
  const routes: Route[] = [];
  registerHttpApi({ registerHttpRoute: (route) => void routes.push(route) }, config);
  const gateway = createServer((request, response) => void routes[0]?.handler(request, response));
  gateway.listen(0, "127.0.0.1");
  await once(gateway, "listening");
  const address = gateway.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const scrape = async (): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/event-store/metrics`);

  const closed = await (await scrape()).text();
  const store = createEventStore(config, { dir });
  sharedState().store = store;
  store.publish(event());
  await store.flush(10_000);
  await store.contextFor({ agent: "main", session: "agent:main:new", budgetTokens: 100 });
  const response = await scrape();
  const lines = (await response.text()).split("\n");
  gateway.close();
  sharedState().store = undefined;
  await store.close();

  expect(closed).toBe("");
  expect(response.headers.get("content-type")).toContain("version=0.0.4");
  expect(lines).toEqual(
    expect.arrayContaining([
      'openclaw_events_acked_total{stream="openclaw-events"} 1',
      'openclaw_events_pending{stream="openclaw-events"} 0',
      'openclaw_events_retries_total{stream="openclaw-events"} 0',
      'openclaw_events_connected{stream="openclaw-events"} 1',
      "# TYPE openclaw_events_context_seconds summary",
      "openclaw_events_context_seconds_count 1",
      "openclaw_events_query_seconds_count 0",
    ]),
  );
});

function event(): Parameters<ReturnType<typeof createEventStore>["publish"]>[0] {
  const run = { runId: "run-1", seq: 0 };
  const session = "agent:main:main";
  return {
    id: eventId("metrics-test", "0"),
    timestamp: 1,
    agent: "main",
    session,
    type: "conversation.message.in",
    visibility: "internal",
    payload: { ...run, stream: "chat", data: { text: "Hello" }, sessionKey: session, ts: 1 },
    meta: run,
  };
}
