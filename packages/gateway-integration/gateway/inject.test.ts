import { startTestServer, type TestServer } from "@openclaw/jetstream/testing";
import { systemPromptOf, type Gateway } from "@openclaw/tooling/gateway-harness";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventsOfRuns, helper, main, second, startGateway } from "./scenario.ts";

const block = /<past-conversations>[\s\S]*<\/past-conversations>/;
let server: TestServer;
let gateway: Gateway;

/** What the model was told of the past in each request of a turn. */
async function turn(session: string, text: string): Promise<readonly string[]> {
  const before = gateway.model.requests.length;
  const { runId } = await gateway.chat(session, text);
  await eventsOfRuns(server.url, [runId]);
  return gateway.model.requests
    .slice(before)
    .map((request) => block.exec(systemPromptOf(request))?.[0] ?? "");
}

beforeAll(async () => {
  server = await startTestServer();
  gateway = await startGateway({ url: server.url });
});

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

test("a new session is told what was said before, the same on each turn, and only its agent's", async () => {
  await turn(helper, "the helper's secret is rhubarb");
  await turn(main, "the launch is on the fourth of March");

  const first = await turn(second, "hello again");
  const [later, afterTool] = await turn(second, 'look [[tool:exec {"command":"echo hi"}]]');
  const last = await turn(second, "thank you");

  expect(first[0]).toContain("fourth of March");
  expect(first[0]).not.toContain("rhubarb");
  expect(new Set([...first, later, afterTool, ...last])).toEqual(new Set([first[0]]));
});

test("a session is told anew after a reset", async () => {
  await turn(main, "the codeword is pineapple");
  await gateway.request("sessions.reset", { key: main, reason: "reset" });

  const [told] = await turn(main, "what was the codeword?");

  expect(told).toContain("pineapple");
});

test("what a session was told stays the same over a reload of the plugin", async () => {
  const [before] = await turn(main, "before the reload");
  await gateway.request("plugins.reload", { plugins: [{ pluginId: "event-store" }] });

  const [after] = await turn(main, "after the reload");

  expect(after).toBe(before);
});

test("a turn goes on while the server answers nothing", async () => {
  const session = "agent:main:while-frozen";
  const [told] = await turn(session, "how are you?");
  const since = Date.now();
  await gateway.chat(session, "with NATS");
  const frozenSince = Date.now();

  process.kill(server.pid, "SIGSTOP");
  const { state } = await gateway.chat(session, "without NATS");
  const ms = { with: frozenSince - since, frozen: Date.now() - frozenSince };
  const anew = await gateway.chat("agent:main:begun-while-frozen", "hello?");
  process.kill(server.pid, "SIGCONT");

  process.stdout.write(`a turn with NATS: ${ms.with} ms, with NATS frozen: ${ms.frozen} ms\n`);
  const asked = gateway.model.requests.slice(-2).map(systemPromptOf);
  expect([state, anew.state]).toEqual(["final", "final"]);
  expect(asked[0]).toContain(told);
  expect(asked[1]).toMatch(block);
  await eventsOfRuns(server.url, [anew.runId]);
});

test("operators read status, events and context, the model its own events", async () => {
  const status = await gateway.request("eventstore.status");
  const { events } = await gateway.request("eventstore.query", { text: "pineapple", limit: 5 });
  const context = await gateway.request("eventstore.context", { agent: "main", session: main });
  const overHttp = await fetch(`http://127.0.0.1:${gateway.port}/event-store/events?text=rhubarb`, {
    headers: { authorization: `Bearer ${gateway.token}` },
  });
  const denied = await fetch(`http://127.0.0.1:${gateway.port}/event-store/events`);
  const command = await gateway.chat(main, "/eventstatus");
  const lookUp = JSON.stringify({
    id: "event_query",
    args: { types: ["conversation.message.out"], text: "rhubarb" },
  });
  const { text } = await gateway.chat(main, `who? [[tool:tool_call ${lookUp}]]`);

  expect(status).toMatchObject({ open: true, stores: [{ stream: "openclaw-events" }] });
  expect(JSON.stringify(events)).toContain("the codeword is pineapple");
  expect(context["text"]).toMatch(block);
  expect(await overHttp.text()).toContain("the helper's secret is rhubarb");
  expect(denied.status).toBe(401);
  expect(command.text).toContain("Event store openclaw-events");
  expect(text).toContain("0 recorded events");
});
