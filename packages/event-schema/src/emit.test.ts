import { afterEach, expect, expectTypeOf, test, vi } from "vitest";
import { z } from "zod";
import { defineEvent } from "./define-event.ts";
import { emit } from "./emit.ts";
import { EventStoreError } from "./errors.ts";
import { parseEvent } from "./event.ts";
import type { OpenClawEvent } from "./event.ts";
import { bindSink, sharedHub } from "./sink.ts";

const orderCreated = defineEvent({
  type: "acme.order.created",
  schema: z.object({ order: z.object({ id: z.string() }), note: z.string().optional() }),
});
const context = { session: "agent:helper:main" };
const data = { order: { id: "7" } };

/** Lets later tests start with nothing bound and nothing kept. */
afterEach(() => bindSink(() => undefined).unbind());

function collect(): OpenClawEvent[] {
  const events: OpenClawEvent[] = [];
  bindSink((event) => events.push(event));
  return events;
}

test("an emitted event reaches the bound sink at once, in the envelope", () => {
  const events = collect();

  const result = emit(orderCreated, data, {
    ...context,
    runId: "run-1",
    channel: "telegram",
    timestamp: 5,
  });

  expect(result).toEqual({ status: "delivered", event: events[0] });
  expect(events).toEqual([
    {
      id: expect.any(String),
      timestamp: 5,
      agent: "helper",
      session: "agent:helper:main",
      type: "acme.order.created",
      visibility: "internal",
      payload: {
        runId: "run-1",
        stream: "extension",
        data,
        sessionKey: "agent:helper:main",
        seq: 0,
        ts: 5,
      },
      meta: { runId: "run-1", seq: 0, channel: "telegram" },
    },
  ]);
  expect(parseEvent(events[0])).toEqual(events[0]);
});

test("events emitted before a store is there are handed over in order", () => {
  const results = ["1", "2", "3"].map((id) => emit(orderCreated, { order: { id } }, context));

  const events = collect();

  expect(results.map(({ status }) => status)).toEqual(["kept", "kept", "kept"]);
  expect(events.map(({ payload }) => payload.data)).toEqual([
    { order: { id: "1" } },
    { order: { id: "2" } },
    { order: { id: "3" } },
  ]);
});

test("what is kept does not change with the caller's object", () => {
  const order = { id: "7" };

  emit(orderCreated, { order }, context);
  order.id = "8";

  expect(collect()[0]?.payload.data).toEqual(data);
});

test("beyond the bound events are dropped, and the store is told how many", () => {
  const results = Array.from({ length: 1003 }, () => emit(orderCreated, data, context));
  const events: OpenClawEvent[] = [];

  const { dropped } = bindSink((event) => events.push(event));

  expect(results.slice(-3)).toEqual(Array.from({ length: 3 }, () => ({ status: "dropped" })));
  expect(events).toHaveLength(1000);
  expect(dropped).toBe(3);
  expect(bindSink(() => undefined).dropped).toBe(0);
});

test("a sink that throws on a kept event does not stop the others", () => {
  emit(orderCreated, { order: { id: "bad" } }, context);
  emit(orderCreated, data, context);
  const events: unknown[] = [];

  const { dropped } = bindSink(({ payload }) => {
    if (JSON.stringify(payload.data).includes("bad")) throw new Error("will not have it");
    events.push(payload.data);
  });

  expect(events).toEqual([data]);
  expect(dropped).toBe(1);
});

test("the sink bound last receives; unbinding an earlier one changes nothing", () => {
  const first = bindSink(() => expect.unreachable());
  const events = collect();

  first.unbind();
  emit(orderCreated, data, context);

  expect(events).toHaveLength(1);
});

test("after unbinding events are kept for the next sink", () => {
  const { unbind } = bindSink(() => expect.unreachable());

  unbind();

  expect(emit(orderCreated, data, context).status).toBe("kept");
  expect(collect()).toHaveLength(1);
});

test("copies of the package loaded apart share the sink and the kept events", async () => {
  emit(orderCreated, data, context);
  vi.resetModules();
  const copy = { ...(await import("./emit.ts")), ...(await import("./sink.ts")) };
  const events: OpenClawEvent[] = [];

  copy.bindSink((event) => events.push(event));
  copy.emit(orderCreated, data, context);
  emit(orderCreated, data, context);

  expect(copy.emit).not.toBe(emit);
  expect(events).toHaveLength(3);
});

test("data that does not fit is refused with the path of the issue, not thrown", () => {
  const events = collect();

  // @ts-expect-error the id is a string
  const result = emit(orderCreated, { order: { id: 7 } }, context);

  expect(result).toEqual({ status: "refused", error: expect.any(EventStoreError) });
  expect(result).toMatchObject({
    error: {
      code: "INVALID_EVENT",
      message: expect.stringMatching(/acme\.order\.created.*order\.id/s),
    },
  });
  expect(events).toEqual([]);
});

test("what JSON cannot hold is refused by what would be read back", () => {
  const visit = defineEvent({ type: "acme.visit", schema: z.looseObject({ at: z.date() }) });
  const loop: Record<string, unknown> = { at: new Date() };
  loop["self"] = loop;

  expect(emit(visit, { at: new Date() }, context)).toMatchObject({ status: "refused" });
  expect(emit(visit, { at: new Date(), loop }, context)).toMatchObject({ status: "refused" });
});

test("a definition made by hand cannot take one of the event store's own types", () => {
  const forged = { ...orderCreated, type: "conversation.message.out" };

  expect(emit(forged, data, context)).toMatchObject({
    status: "refused",
    error: { code: "INVALID_ARGUMENT" },
  });
});

test("an event is of the agent that its session names", () => {
  const events = collect();

  const result = emit(orderCreated, data, { session: "agent:main:main", agent: "helper" });

  expect(result).toMatchObject({
    status: "refused",
    error: {
      code: "INVALID_EVENT",
      message: expect.stringContaining("of agent main, not of helper"),
    },
  });
  expect(events).toEqual([]);
});

test.each<[string, Partial<OpenClawEvent>]>([
  ["a core type", { type: "conversation.message.out" }],
  ["a type that the store may come to have", { type: "store.anything" }],
  ["another agent", { agent: "other" }],
  ["an incognito session", { session: "agent:helper:dashboard:incognito-9ba070bd" }],
  ["no session", { session: "" }],
])("what is put past `emit` does not reach the store either: %s", (_, lie) => {
  emit(orderCreated, data, context);
  const { kept } = sharedHub();
  const forged = kept.map((event) => ({ ...event, ...lie }));
  kept.push(...forged);

  const events = collect();

  expect(events).toMatchObject([{ type: "acme.order.created", agent: "helper" }]);
  for (const event of forged) expect(() => sharedHub().sink?.(event)).toThrow(EventStoreError);
  expect(events).toHaveLength(1);
});

test("nothing of an incognito session is emitted", () => {
  const events = collect();

  const result = emit(orderCreated, data, { session: "agent:main:dashboard:incognito-9ba070bd" });

  expect(result).toEqual({ status: "dropped" });
  expect(events).toEqual([]);
});

test("a session that names no agent needs one from the context", () => {
  const result = emit(orderCreated, data, { session: "webhook" });

  expect(result).toMatchObject({
    status: "refused",
    error: { message: expect.stringContaining("give context.agent") },
  });
  expect(emit(orderCreated, data, { session: "webhook", agent: "main" }).status).toBe("kept");
});

test("a host written without types never sees an exception", () => {
  // @ts-expect-error a context is required
  expect(emit(orderCreated, data)).toMatchObject({ status: "refused" });
  // @ts-expect-error so is a session
  expect(emit(orderCreated, data, { agent: "main" })).toMatchObject({ status: "refused" });
});

test("a strict caller gets the error thrown", () => {
  // @ts-expect-error the order is missing
  expect(() => emit(orderCreated, {}, { ...context, strict: true })).toThrow(EventStoreError);
});

test("what a sink refuses is told with the sink's code", () => {
  bindSink(() => {
    throw new EventStoreError("STORAGE_FULL", "the outbox is full");
  });

  expect(emit(orderCreated, data, context)).toMatchObject({
    status: "refused",
    error: { code: "STORAGE_FULL", message: expect.stringContaining("the outbox is full") },
  });
});

test("one idempotency key makes one id, none makes one each", () => {
  const events = collect();

  emit(orderCreated, data, { ...context, idempotencyKey: "7" });
  emit(orderCreated, data, { ...context, idempotencyKey: "7" });
  emit(orderCreated, data, { session: "agent:main:main", idempotencyKey: "7" });
  emit(orderCreated, data, context);
  emit(orderCreated, data, context);

  const [first, second, ...others] = events.map(({ id }) => id);
  expect(second).toBe(first);
  expect(new Set([first, ...others]).size).toBe(4);
});

test("the version of the schema travels with the event from version 2 on", () => {
  const events = collect();
  const second = defineEvent({ type: "acme.a", schema: z.string(), upcasts: [String] });

  emit(second, "x", context);
  emit(orderCreated, data, context);

  expect(events.map(({ meta }) => meta.schemaVersion)).toEqual([2, undefined]);
});

test("data has the schema's input type", () => {
  expectTypeOf(emit<typeof orderCreated.schema>)
    .parameter(1)
    .toEqualTypeOf<{ order: { id: string }; note?: string | undefined }>();
});
