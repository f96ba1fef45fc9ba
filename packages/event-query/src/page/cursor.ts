import { createHash } from "node:crypto";
import { EventStoreError } from "@openclaw/event-schema";
import { z } from "zod";
import type { EventFilter, Order } from "../event-reader.ts";

/** How far a page came in one stream, and how many sequences it took for each event. */
const placeSchema = z.object({ sequence: z.number().int(), spacing: z.number().nonnegative() });
export type Place = Readonly<z.infer<typeof placeSchema>>;

const cursorSchema = z.object({
  version: z.literal(1),
  query: z.string(),
  places: z.record(z.string(), placeSchema),
});

/** What a cursor belongs to: used with another filter or order it would skip events. */
export function queryKey(filter: EventFilter, order: Order): string {
  const fields = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash("sha256").update(JSON.stringify([order, fields]));
  return hash.digest("base64url").slice(0, 12);
}

/** The end of a page as a string that only {@link parseCursor} has to understand. */
export function formatCursor(query: string, places: Readonly<Record<string, Place>>): string {
  return Buffer.from(JSON.stringify({ version: 1, query, places })).toString("base64url");
}

/** @throws EventStoreError `INVALID_ARGUMENT` where it is no cursor of this query */
export function parseCursor(cursor: string, query: string): Readonly<Record<string, Place>> {
  const { data } = cursorSchema.safeParse(jsonOf(Buffer.from(cursor, "base64url").toString()));
  if (data?.query === query) return data.places;
  throw new EventStoreError(
    "INVALID_ARGUMENT",
    `"${cursor.slice(0, 40)}" is no cursor of this filter and order; begin without one`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
