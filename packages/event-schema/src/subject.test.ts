import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  agentOfSubject,
  agentPrefix,
  decodeToken,
  encodeToken,
  eventSubject,
  parseSubject,
  subjectFilter,
} from "./subject.ts";
import type { SubjectParts } from "./subject.ts";

const numRuns = 10_000;
const plainToken = /^[^\s.*>\p{Cc}]+$/u;
const prefixes = ["openclaw.events", "openclaw.events.main", "x.internal", "a"];

/** Any string of UTF-16 units, with a liking for what subjects give a meaning to. */
const anyString = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: fc.constantFrom(...Array.from("aZ09.*>% \t\n:@+-_~!'()é日")), maxLength: 40 }),
  fc
    .array(fc.integer({ min: 0xd7_f0, max: 0xe0_10 }), { maxLength: 20 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom("", "internal", "public", "main", "events", "%", "%h", ".", "a", "a.b", "a.*"),
  fc.constantFrom("a".repeat(160), "a".repeat(161), "日".repeat(17), "日".repeat(18)),
);
const anyType = fc.oneof(
  anyString,
  fc.array(anyString, { minLength: 1, maxLength: 8 }).map((segments) => segments.join(".")),
);
const visibility = fc.constantFrom("internal" as const, "public" as const);
const anyParts: fc.Arbitrary<SubjectParts> = fc.record({
  visibility,
  session: anyString,
  type: anyType,
});
/** So few that what can be confused comes up together. */
const word = fc.constantFrom("", "a", "main", "internal", "public", "*", ">");
const fewParts = fc.record({
  visibility,
  session: word,
  type: fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(".")),
});

/** Whether a NATS server delivers `subject` to a subscription to `pattern`. */
function delivers(pattern: string, subject: string): boolean {
  const wanted = pattern.split(".");
  const tokens = subject.split(".");
  const open = wanted.at(-1) === ">";
  if (open ? tokens.length < wanted.length : tokens.length !== wanted.length) return false;
  return wanted.every((token, at) => token === "*" || token === ">" || token === tokens[at]);
}

function isOfType(actual: string, wanted = actual): boolean {
  return wanted.endsWith(".*") ? actual.startsWith(wanted.slice(0, -1)) : actual === wanted;
}

test("any string becomes one plain token of bounded length", () => {
  const property = fc.property(anyString, (value) => {
    expect(encodeToken(value)).toMatch(plainToken);
    expect(encodeToken(value).length).toBeLessThanOrEqual(160);
  });

  fc.assert(property, { numRuns });
});

test("a token decodes to the string it was made of, unless it is a hash", () => {
  const property = fc.property(anyString, (value) => {
    const token = encodeToken(value);

    expect(decodeToken(token)).toBe(token.startsWith("%h") ? undefined : value);
  });

  fc.assert(property, { numRuns });
});

test("only long and ill-formed strings are hashed", () => {
  expect(encodeToken("a".repeat(160))).toBe("a".repeat(160));
  expect(encodeToken("a".repeat(161))).toMatch(/^%h[0-9a-f]{40}$/);
  expect(encodeToken("\ud800")).toMatch(/^%h[0-9a-f]{40}$/);
  expect(encodeToken("\ud800")).not.toBe(encodeToken("\ud801"));
});

test("a subject decodes to what it was made of", () => {
  const property = fc.property(fc.constantFrom(...prefixes), anyString, anyParts, (...input) => {
    const [subjectPrefix, agent, parts] = input;

    const prefix = agentPrefix(subjectPrefix, agent);
    const subject = eventSubject(prefix, parts);

    const read = parseSubject(prefix, subject);
    const hashed = subject.includes("%h") ? [undefined] : [];
    expect(read?.visibility).toBe(parts.visibility);
    expect([parts.session, ...hashed]).toContain(read?.session);
    expect([parts.type, ...hashed]).toContain(read?.type);
    expect([agent, ...hashed]).toContain(agentOfSubject(subjectPrefix, subject));
  });

  fc.assert(property, { numRuns });
});

test.each(prefixes)(
  "no two events below %s share a subject unless all parts are equal",
  (shared) => {
    const made = new Map<string, string>();
    const property = fc.property(anyString, anyParts, (agent, parts) => {
      const fact = JSON.stringify([agent, parts.visibility, parts.session, parts.type]);
      const subject = eventSubject(agentPrefix(shared, agent), parts);

      expect(made.get(subject) ?? fact).toBe(fact);
      made.set(subject, fact);
    });

    fc.assert(property, { numRuns });
  },
);

test("a subject stays short enough for a server, however long its parts", () => {
  const subject = eventSubject(agentPrefix("openclaw.events", "日".repeat(5000)), {
    visibility: "internal",
    session: "s".repeat(100_000),
    type: "some.very.long.type.".repeat(10_000),
  });

  expect(subject.length).toBeLessThan(1000);
  expect(subject.split(".").every((token) => plainToken.test(token))).toBe(true);
});

test("a filter lets through exactly the events it describes", () => {
  const event = fewParts.filter(({ type }) => !type.endsWith(".*"));
  const type = event.map((parts) => parts.type);
  const filter = fc.record(
    {
      visibility,
      session: word,
      type: fc.oneof(
        type,
        type.map((family) => `${family}.*`),
      ),
    },
    { requiredKeys: [] },
  );
  const property = fc.property(event, filter, (parts, wanted) => {
    const pattern = subjectFilter("p.agent", wanted);

    expect(delivers(pattern, eventSubject("p.agent", parts))).toBe(
      (wanted.visibility ?? parts.visibility) === parts.visibility &&
        (wanted.session ?? parts.session) === parts.session &&
        isOfType(parts.type, wanted.type),
    );
  });

  fc.assert(property, { numRuns });
});

test("a family too long for a subject is refused, a long type is not", () => {
  const long = Array.from({ length: 100 }, () => "segment").join(".");

  expect(() => subjectFilter("p", { type: `${long}.*` })).toThrow(
    expect.objectContaining({ code: "INVALID_ARGUMENT" }),
  );
  expect(subjectFilter("p", { type: long })).toMatch(/^p\.\*\.\*\.(segment\.)+%h[0-9a-f]{40}$/);
});

test("reading a foreign subject never throws", () => {
  const subject = fc.oneof(
    anyString,
    fc.array(anyString, { maxLength: 6 }).map((tokens) => ["p", ...tokens].join(".")),
    fc.constantFrom("p.internal.%zz.%", "p.internal.%E0%A4%A.a", "p.internal", "p.internal.s"),
  );
  const property = fc.property(subject, (foreign) => {
    expect(() => [parseSubject("p", foreign), agentOfSubject("p", foreign)]).not.toThrow();
  });

  fc.assert(property, { numRuns });
});

test.each(["openclaw.events.main.msg_in", "p.main.conversation_message_out", "p.internal.s", "q"])(
  "%s is not taken for an event of ours",
  (foreign) => {
    expect(parseSubject("p", foreign)).toBeUndefined();
    expect(parseSubject("openclaw.events.main", foreign)).toBeUndefined();
  },
);

test("the agent is not doubled where the prefix already ends in it", () => {
  expect(agentPrefix("openclaw.events", "main")).toBe("openclaw.events.main");
  expect(agentPrefix("openclaw.events.main", "main")).toBe("openclaw.events.main");
});

test("an agent called like a visibility has subjects of its own", () => {
  const parts = { visibility: "internal", session: "s", type: "t" } as const;

  const subject = eventSubject(agentPrefix("a.main", "internal"), parts);

  expect(parseSubject("a.main", subject)).toBeUndefined();
  expect(agentOfSubject("a.main", subject)).toBe("internal");
  expect(delivers(subjectFilter("a.main", { visibility: "internal" }), subject)).toBe(false);
});

test("the subject of a session's event reads as documented", () => {
  const subject = eventSubject("openclaw.events.main", {
    visibility: "internal",
    session: "agent:main:main",
    type: "conversation.message.out",
  });

  expect(subject).toBe(
    "openclaw.events.main.internal.agent%3Amain%3Amain.conversation.message.out",
  );
});
