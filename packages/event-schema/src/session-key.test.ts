import * as fc from "fast-check";
import { expect, test } from "vitest";
import { agentOfSession, parseSessionKey } from "./session-key.ts";

const numRuns = 10_000;
const agentId = fc.oneof(
  fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,20}$/),
  fc.constantFrom("agent", "main", "announce", "cron", "v1"),
);
const segment = fc
  .string({
    unit: fc.constantFrom(...Array.from("abc019-_+@.*> !$éж日")),
    minLength: 1,
    maxLength: 12,
  })
  .filter((text) => text === text.trim());
const rest = fc.array(segment, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(":"));

test.each([
  ["agent:main:main", { agent: "main", kind: "main" }],
  [
    "agent:main:main:thread:1777244748.777299",
    { agent: "main", kind: "main", thread: "1777244748.777299" },
  ],
  ["agent:helper:global", { agent: "helper", kind: "global" }],
  ["agent:main:direct:+4915112345678", { agent: "main", kind: "direct" }],
  ["agent:main:slack:direct:u12", { agent: "main", kind: "direct", channel: "slack" }],
  ["agent:main:telegram:work:direct:12", { agent: "main", kind: "direct", channel: "telegram" }],
  ["agent:main:whatsapp:dm:12", { agent: "main", kind: "direct", channel: "whatsapp" }],
  [
    "agent:alfred:whatsapp:group:120363@g.us",
    { agent: "alfred", kind: "group", channel: "whatsapp" },
  ],
  [
    "agent:zu:telegram:group:-100:topic:42",
    { agent: "zu", kind: "group", channel: "telegram", thread: "42" },
  ],
  [
    "agent:main:discord:channel:12:thread:98",
    { agent: "main", kind: "channel", channel: "discord", thread: "98" },
  ],
  [
    "agent:main:matrix:channel:!Room:example.org",
    { agent: "main", kind: "channel", channel: "matrix" },
  ],
  ["agent:main:telegram:direct:group:5", { agent: "main", kind: "direct", channel: "telegram" }],
  ["agent:main:cron:6599d3a6:run:b124", { agent: "main", kind: "cron" }],
  ["agent:main:hook:gmail:17", { agent: "main", kind: "hook" }],
  ["agent:main:acp:9ba070bd", { agent: "main", kind: "acp" }],
  ["agent:main:subagent:9ba070bd", { agent: "main", kind: "subagent" }],
  ["agent:main:dashboard:review-ui", { agent: "main", kind: "dashboard" }],
  ["agent:main:deploy-monitor", { agent: "main", kind: "other" }],
  ["agent:agent:main", { agent: "agent", kind: "main" }],
  ["Agent:Helper:Main", { agent: "helper", kind: "main" }],
  ["announce:v1:agent:helper:subagent:9ba070bd:74a4aa8e", { agent: "helper", kind: "announce" }],
  ["main", { kind: "main" }],
  ["global", { kind: "global" }],
  ["unknown", { kind: "other" }],
  ["telegram:group:-100", { kind: "group", channel: "telegram" }],
  ["cron:6599d3a6", { kind: "cron" }],
  ["5b5ce22d-e6d9-4076-8ac8-f0dcf8f2891f", { kind: "other" }],
  ["agent:main", { kind: "other" }],
  ["agent:main:", { kind: "other" }],
  ["agent::main", { kind: "other" }],
  ["agent: :main", { kind: "other" }],
  ["agent:main::x", { kind: "other" }],
  ["", { kind: "other" }],
])("%s is read as the gateway means it", (key, parsed) => {
  expect(parseSessionKey(key)).toEqual({ incognito: false, ...parsed });
});

test.each([
  "agent:main:dashboard:incognito-9ba070bd",
  "agent:main:subagent:incognito-9ba070bd",
  "agent:main:internal-session-effects:incognito-run-1",
  "agent:main:setup-inference:incognito-1",
  "AGENT:main:Dashboard:Incognito-9BA070BD",
  "agent:main:dashboard:incognito-9ba070bd:thread:7",
  "announce:v1:agent:main:subagent:incognito-9ba070bd:74a4aa8e",
])("%s is incognito", (key) => {
  expect(parseSessionKey(key).incognito).toBe(true);
});

test.each([
  "agent:main:dashboard:legacy-incognito-9ba070bd",
  "agent:main:telegram:group:incognito-fans",
  "dashboard:incognito-9ba070bd",
])("%s is not incognito", (key) => {
  expect(parseSessionKey(key).incognito).toBe(false);
});

test("the agent of an agent's key is found whatever follows", () => {
  const property = fc.property(agentId, rest, (agent, tail) => {
    expect(agentOfSession(`agent:${agent}:${tail}`)).toBe(agent);
    expect(agentOfSession(`announce:v1:agent:${agent}:${tail}:run`)).toBe(agent);
  });

  fc.assert(property, { numRuns });
});

test("a key without an agent names none", () => {
  const property = fc.property(rest, (bare) => {
    expect(agentOfSession(bare)).toBeUndefined();
  });

  fc.assert(property, { numRuns });
});

test("conversations of every kind are recognised with channel and thread", () => {
  const key = fc.record({
    agent: agentId,
    channel: fc.constantFrom("telegram", "slack", "x.y"),
    kind: fc.constantFrom("direct" as const, "group" as const, "channel" as const),
  });

  const property = fc.property(key, segment, segment, ({ agent, channel, kind }, id, thread) => {
    const base = `agent:${agent}:${channel}:${kind}:${id}`;

    expect(parseSessionKey(base)).toMatchObject({ agent, kind, channel });
    expect(parseSessionKey(`${base}:thread:${thread}`)).toMatchObject({
      agent,
      kind,
      channel,
      thread,
    });
  });

  fc.assert(property, { numRuns });
});

test("every string is a session key", () => {
  const property = fc.property(fc.string({ unit: "binary", maxLength: 200 }), (key) => {
    expect(parseSessionKey(key).kind).toBeTypeOf("string");
    expect(parseSessionKey(`agent:${key}`).incognito).toBeTypeOf("boolean");
  });

  fc.assert(property, { numRuns });
});

test.each(["agent:", "announce:v1:", "agent:main:", "agent:main:x:group:", ":", ""])(
  "a key of a million characters after %j is read in linear time",
  (start) => {
    for (const filler of ["a", ":", "a:", ":thread:", "announce:v1:"]) {
      const key = start + filler.repeat(1_000_000 / filler.length);

      expect(parseSessionKey(key).incognito).toBe(false);
    }
  },
);
