import { createHash } from "node:crypto";
import type { EventFilter, EventReader } from "@openclaw/event-query";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { isSameMoment, type Moment } from "./stored-session.ts";

/** What is stored, by the fingerprints of its bytes: a large event takes as little memory as a small one. */
export interface StoredPrints {
  /** Whether an event is stored with the data it has. */
  has(event: OpenClawEvent): boolean;
}

export interface PrintsQuery {
  readonly filter: EventFilter;
  readonly signal?: AbortSignal | undefined;
}

interface KnownMoment extends Moment {
  readonly id: string;
}

/** Reads all events of a filter, in one go. */
export async function readStoredPrints(
  reader: EventReader,
  { filter, signal }: PrintsQuery,
): Promise<StoredPrints> {
  const prints = new Set<string>();
  const moments = new Map<string, KnownMoment[]>();
  for await (const { event } of reader.read(filter, { signal })) {
    // What the recorder told of a fact is more than a transcript tells; what an import told is the same.
    prints.add(
      event.meta.import === undefined ? printOf(event) : printOf(event, event.payload.data),
    );
    if (event.type.startsWith("lifecycle.")) {
      const { id, session, type, timestamp } = event;
      const known = moments.get(session) ?? [];
      known.push({ id, type, timestamp });
      moments.set(session, known);
    }
  }
  const hasMoment = (event: OpenClawEvent): boolean => {
    const known = moments.get(event.session) ?? [];
    return (
      known.every(({ id }) => id !== event.id) &&
      known.some((moment) => isSameMoment(moment, event))
    );
  };
  return {
    has: (event) =>
      prints.has(printOf(event, event.payload.data)) ||
      prints.has(printOf(event)) ||
      hasMoment(event),
  };
}

/**
 * 128 bits of an event, and of its data where that is given: whatever the order of its fields, each of
 * which is hashed by itself, as one text of all would be as much garbage as the event.
 */
function printOf({ session, id }: OpenClawEvent, ...data: readonly unknown[]): string {
  const print = createHash("sha256").update(JSON.stringify([session, id, data.length]));
  for (const [name, value] of data.flatMap((each) => Object.entries(Object(each))).toSorted(byName))
    if (typeof value === "string") print.update(`"${name}" ${value.length} `).update(value);
    else if (value !== undefined) print.update(`${name} ${JSON.stringify(value)}`);
  return print.digest().toString("latin1", 0, 16);
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
