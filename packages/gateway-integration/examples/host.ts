import { eventId } from "@openclaw/event-schema";
import { createEventStore, readConfigFile } from "@openclaw/gateway-integration";

const config = await readConfigFile(process.env["CONFIG"] ?? "config.yml");
await using store = createEventStore(config, { dir: "event-store" });
await store.opened;

const [timestamp, session, run] = [Date.now(), "agent:main:main", { runId: "run-1", seq: 0 }];
const data = { text: "Ada moves to Lisbon in December." };
store.publish({
  id: eventId("my-host", session, run.runId),
  timestamp,
  agent: "main",
  session,
  type: "conversation.message.in",
  visibility: "internal",
  payload: { ...run, stream: "chat", data, sessionKey: session, ts: timestamp },
  meta: run,
});
await store.flush(5000);

const request = { agent: "main", session: "agent:main:new", prompt: "Where is Ada?" };
const signal = AbortSignal.timeout(5000);
const context = await store.contextFor({ ...request, budgetTokens: 1000, signal });
console.log(context?.text);
