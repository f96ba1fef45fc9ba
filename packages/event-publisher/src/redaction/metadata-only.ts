import { coreEventData, type OpenClawEvent } from "@openclaw/event-schema";

/** What is said, asked of tools, and answered. */
const content = new Set([
  "text",
  "content",
  "args",
  "result",
  "error",
  "meta",
  "metadata",
  "headings",
  "errorObservation",
  "terminalReply",
  "terminalReceipt",
]);

/**
 * The data of an event without its content: of our own types the fields that tell who, when and how
 * long, of others nothing.
 */
export function metadataOf({ type, payload: { data } }: OpenClawEvent): unknown {
  const known = shapeOf(type);
  if (typeof data !== "object" || data === null) return {};
  return Object.fromEntries(
    Object.entries(data)
      .filter(([name]) => known.has(name))
      .map(([name, value]) => [name, content.has(name) ? placeholder(value) : value]),
  );
}

/** Of the type that the field's schema wants. */
function placeholder(value: unknown): unknown {
  if (typeof value === "string") return `[omitted: ${value.length} characters]`;
  return Array.isArray(value) ? [] : undefined;
}

function shapeOf(type: string): ReadonlySet<string> {
  const known = Object.entries(coreEventData).find(([name]) => name === type);
  return new Set(known === undefined ? [] : Object.keys(known[1].unwrap().shape));
}
