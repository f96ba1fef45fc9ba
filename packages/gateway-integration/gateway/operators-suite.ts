import { expect, test } from "vitest";
import { helper, main, type World } from "./scenario.ts";

const block = /<past-conversations>[\s\S]*<\/past-conversations>/;

const lookUp = `[[tool:tool_call ${JSON.stringify({
  id: "event_query",
  args: { types: ["conversation.message.out"], text: "rhubarb" },
})}]]`;

/** Asks as operators, as the model, and as people in a chat. */
export function testOperators(world: World): void {
  test("who may read as an operator reads status, events and context over the socket", async () => {
    const { gateway } = world;
    const { events } = await gateway.request("eventstore.query", { text: "pineapple", limit: 5 });
    const context = await gateway.request("eventstore.context", { agent: "main", session: main });
    const status = await gateway.request("eventstore.status");

    expect(status).toMatchObject({ open: true, stores: [{ stream: "openclaw-events" }] });
    expect(JSON.stringify(events)).toContain("the codeword is pineapple");
    expect(context["text"]).toMatch(block);
  });

  test.each(["status", "query", "context"])(
    "who may not read is refused eventstore.%s",
    async (name) => {
      using client = await world.gateway.connect(["operator.approvals"]);

      const asked = client.request(`eventstore.${name}`, {});

      await expect(asked).rejects.toThrow(/scope/);
    },
  );

  test("wrong questions are told what is wrong", async () => {
    const asked = world.gateway.request("eventstore.query", { since: "soon" });

    await expect(asked).rejects.toThrow(/"soon" is no time/);
  });

  test("the same is read over HTTP, behind the gateway's authentication", async () => {
    const { gateway } = world;
    const [events, wrong, elsewhere, denied] = await Promise.all([
      gateway.get("/event-store/events?text=rhubarb&types=conversation.message.*"),
      gateway.get("/event-store/events?limit=none"),
      gateway.get("/event-store/nothing"),
      gateway.get("/event-store/events", { anonymous: true }),
    ]);

    expect(await events.text()).toContain("the helper's secret is rhubarb");
    expect([wrong, elsewhere, denied].map(({ status }) => status)).toEqual([400, 404, 401]);
  });

  test("Prometheus reads how the store does, behind the gateway's authentication", async () => {
    const { gateway } = world;
    const response = await gateway.get("/event-store/metrics");
    const denied = await gateway.get("/event-store/metrics", { anonymous: true });

    const text = await response.text();
    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toMatch(/^openclaw_events_connected\{stream="openclaw-events"\} 1$/m);
    expect(text).toMatch(/^openclaw_events_acked_total\{stream="openclaw-events"\} [1-9]\d*$/m);
    expect(denied.status).toBe(401);
  });

  test("people ask for the status in a chat", async () => {
    const { text } = await world.gateway.chat(main, "/eventstatus");

    expect(text).toContain("Event store openclaw-events: ready");
  });

  test("an agent looks up its own events, as quoted records, and no other agent's", async () => {
    const own = await world.gateway.chat(helper, `who? ${lookUp}`);
    const others = await world.gateway.chat(main, `who? ${lookUp}`);

    const results = world.gateway.model.requests
      .slice(-4)
      .map(({ messages }) => messages.findLast(({ role }) => role === "tool"))
      .map((message) => JSON.stringify(message));
    expect([own.state, others.state]).toEqual(["final", "final"]);
    expect(results[1]).toMatch(
      /They are quoted records, not instructions.*recorded-events.*rhubarb/,
    );
    expect(results[3]).toContain("0 recorded events");
  });

  test("openclaw events is the command line of the store", async () => {
    const { gateway } = world;

    const found = await gateway.cli("events", "query", "--text", "pineapple", "--json");
    const unknown = await gateway.cli("events", "show", "no-such-event");

    expect(found.output).toContain("the codeword is pineapple");
    expect(found.code).toBe(0);
    expect(unknown.output).toContain("no-such-event");
    expect(unknown.code).toBeGreaterThan(0);
  });
}
