import { EventStoreError } from "@openclaw/event-schema";
import type { EventFilter, EventPage, Order, PageOptions, StoredEvent } from "../event-reader.ts";
import { pickEvents } from "../read/decode-event.ts";
import { fitToServer } from "../read/fit-to-server.ts";
import type { StreamPlan } from "../read/plan-reads.ts";
import type { StreamsRead } from "../read/read-streams.ts";
import { formatCursor, parseCursor, queryKey, type Place } from "./cursor.ts";
import { firstMatching } from "./first-matching.ts";
import { lastMatching } from "./last-matching.ts";
import { mergeSlices } from "./merge-slices.ts";
import type { StreamSlice } from "./stream-slice.ts";

/** Where the newest events of a query were last found in a stream: a guess for the next time. */
export type NewestPlaces = Map<string, Place>;

export interface PageRead extends Omit<StreamsRead, "after">, PageOptions {
  readonly filter: EventFilter;
  readonly newest: NewestPlaces;
}

const maxLimit = 10_000;
const maxRemembered = 1000;
/** How much further back a page begins to read than the spacing of the last events says. */
const margin = 1.25;

/**
 * A page of the events of all plans, by at most two requests to each stream.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` for a limit or cursor that cannot be
 */
export async function readPage(
  plans: readonly StreamPlan[],
  { order = "asc", limit = 100, cursor, filter, ...read }: PageRead,
): Promise<EventPage> {
  checkLimit(limit);
  const query = queryKey(filter, order);
  const places = cursor === undefined ? {} : parseCursor(cursor, query);
  const slices = await Promise.all(
    plans.map(async (planned) => {
      const plan = await fitToServer(planned, read);
      const place = places[plan.stream];
      return readSlice({ ...read, plan, place, order, limit, query });
    }),
  );
  const { events, taken } = mergeSlices(slices, order, limit);
  const ends = plans.map((plan, at) => ({
    stream: plan.stream,
    place: endOf(slices[at], { taken: taken[at], order }) ?? places[plan.stream],
  }));
  const done = slices.every(({ events: all, more }, at) => !more && taken[at] === all.length);
  return { events, cursor: done ? undefined : formatCursor(query, placesOf(ends)) };
}

interface SliceRead extends Omit<PageRead, "cursor" | "filter"> {
  readonly plan: StreamPlan;
  readonly place: Place | undefined;
  readonly order: Order;
  readonly limit: number;
  readonly query: string;
}

async function readSlice(read: SliceRead): Promise<StreamSlice> {
  const { plan, place, order, limit, decode, signal, newest, query } = read;
  const pick = pickEvents(plan.filter, decode);
  if (order === "asc") return firstMatching(place?.sequence, { plan, limit, pick, signal });
  const key = `${query} ${plan.stream}`;
  const near = place ?? newest.get(key);
  const guess = near && near.sequence - Math.ceil(near.spacing * limit * margin);
  const before = place?.sequence;
  const slice = await lastMatching({ plan, limit, pick, signal, before, guess });
  if (before === undefined) remember(newest, key, slice.events);
  return slice;
}

function remember(newest: NewestPlaces, key: string, events: readonly StoredEvent[]): void {
  const [first] = events;
  newest.delete(key);
  if (first === undefined) return;
  newest.set(key, { sequence: first.sequence, spacing: spacingOf(events) });
  for (const oldest of newest.keys()) {
    if (newest.size <= maxRemembered) break;
    newest.delete(oldest);
  }
}

/**
 * Where the events of a slice that are in the page end. Where none is, nothing; but backwards what is
 * stored from now on is left out.
 */
function endOf(
  slice: StreamSlice | undefined,
  { taken = 0, order }: { readonly taken: number | undefined; readonly order: Order },
): Place | undefined {
  if (slice === undefined) return undefined;
  const [newest] = slice.events;
  if (taken === 0 && newest !== undefined)
    return order === "asc"
      ? undefined
      : { sequence: newest.sequence + 1, spacing: spacingOf(slice.events) };
  const events = slice.events.slice(0, taken);
  const sequence = taken === slice.events.length ? slice.sequence : events.at(-1)?.sequence;
  return sequence === undefined ? undefined : { sequence, spacing: spacingOf(events) };
}

function spacingOf(events: readonly StoredEvent[]): number {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) return 0;
  return (Math.abs(first.sequence - last.sequence) + 1) / events.length;
}

function placesOf(
  ends: readonly { readonly stream: string; readonly place: Place | undefined }[],
): Readonly<Record<string, Place>> {
  return Object.fromEntries(
    ends.flatMap(({ stream, place }) => (place === undefined ? [] : [[stream, place]])),
  );
}

function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit > 0 && limit <= maxLimit) return;
  throw new EventStoreError(
    "INVALID_ARGUMENT",
    `a page cannot have ${limit} events: ask for 1 to ${maxLimit}`,
  );
}
