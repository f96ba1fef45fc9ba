import { EventStoreError, type OpenClawEvent } from "@openclaw/event-schema";
import { z } from "zod";
import type { EventStore } from "../store/event-store.ts";

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const duration = /^(\d{1,6})([smhdw])$/;

/** Unix milliseconds of a time given as such, as a date, or as a time ago such as `2h`. */
const time = z
  .union([z.number(), z.string()])
  .describe("ISO 8601 date, Unix milliseconds, or how long ago, such as 30m, 2h, 7d")
  .transform((value, context) => {
    const at = typeof value === "number" ? value : readTime(value);
    if (Number.isFinite(at)) return at;
    context.addIssue({ code: "custom", message: `"${value}" is no time; write 2h or 2026-11-22` });
    return z.NEVER;
  });

/** What a question about stored events may say. */
export const querySchema = z.strictObject({
  types: z
    .array(z.string())
    .optional()
    .describe("Event types or families, such as conversation.message.in or conversation.*"),
  session: z.string().optional().describe("Session key; * stands for any characters"),
  since: time.optional(),
  until: time.optional(),
  text: z.string().optional().describe("Part of a message's text, without regard to case"),
  limit: z.number().int().min(1).max(200).default(20).describe("Most events, the newest ones"),
});

/**
 * The newest events that answer a query, oldest first.
 *
 * @throws EventStoreError `INVALID_ARGUMENT`, or as reading does
 */
export async function queryEvents(
  { reader, timings }: Pick<EventStore, "reader" | "timings">,
  input: unknown,
  scope: { readonly agent?: string | undefined; readonly signal: AbortSignal },
): Promise<readonly OpenClawEvent[]> {
  const { types, limit, ...rest } = parseInput(querySchema, input);
  const { events } = await timings.query.measure(async () =>
    reader.page(
      { ...rest, type: types, agent: scope.agent },
      { order: "desc", limit, signal: scope.signal },
    ),
  );
  return events.toReversed().map(({ event }) => event);
}

/** @throws EventStoreError `INVALID_ARGUMENT` */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(input);
  if (success) return data;
  throw new EventStoreError(
    "INVALID_ARGUMENT",
    `this cannot be answered: ${z.prettifyError(error)}`,
  );
}

function readTime(text: string): number {
  const [, amount, unit] = duration.exec(text) ?? [];
  if (amount !== undefined && isUnit(unit)) return Date.now() - Number(amount) * unitMs[unit];
  return Date.parse(text);
}

function isUnit(unit: string | undefined): unit is keyof typeof unitMs {
  return unit !== undefined && Object.hasOwn(unitMs, unit);
}
