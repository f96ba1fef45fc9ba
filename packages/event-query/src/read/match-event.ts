import type { OpenClawEvent } from "@openclaw/event-schema";
import { stringField } from "../data-fields.ts";
import type { EventFilter } from "../event-reader.ts";

type Predicate = (event: OpenClawEvent) => boolean;

/** The filter as a predicate: a query returns what passes this, whatever part the server takes. */
export function matchEvent(filter: EventFilter): Predicate {
  const tests = [...envelopeTests(filter), ...contentTests(filter)];
  return (event) => tests.every((test) => test(event));
}

function* envelopeTests({
  agent,
  session,
  type,
  visibility,
  since,
  until,
}: EventFilter): Generator<Predicate> {
  if (agent !== undefined) {
    const agents = new Set([agent].flat());
    yield (event) => agents.has(event.agent);
  }
  if (session !== undefined) {
    const matches = wildcard(session);
    yield (event) => matches(event.session);
  }
  if (type !== undefined) {
    const matches = typeTest([type].flat());
    yield (event) => matches(event.type);
  }
  if (visibility !== undefined) yield (event) => event.visibility === visibility;
  if (since !== undefined) yield (event) => event.timestamp >= since;
  if (until !== undefined) yield (event) => event.timestamp < until;
}

function* contentTests({ runId, toolName, text }: EventFilter): Generator<Predicate> {
  if (runId !== undefined) yield (event) => event.payload.runId === runId;
  if (toolName !== undefined)
    yield (event) => isTool(event) && stringField(event, "name") === toolName;
  if (text !== undefined) {
    const wanted = text.toLowerCase();
    yield (event) => stringField(event, "text")?.toLowerCase().includes(wanted) ?? false;
  }
}

function wildcard(pattern: string): (value: string) => boolean {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.pop();
  if (tail === undefined) return (value) => value === pattern;
  return (value) => {
    if (!value.startsWith(head)) return false;
    let at = head.length;
    for (const part of rest) {
      const found = value.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return value.length >= at + tail.length && value.endsWith(tail);
  };
}

function typeTest(types: readonly string[]): (type: string) => boolean {
  const exact = new Set(types);
  const families = types.filter((type) => type.endsWith(".*")).map((type) => type.slice(0, -1));
  return (type) => exact.has(type) || families.some((family) => type.startsWith(family));
}

function isTool({ type }: OpenClawEvent): boolean {
  return type === "conversation.tool_call" || type === "conversation.tool_result";
}
