import { parseEvent } from "@openclaw/event-schema";
import type { Connection } from "@openclaw/jetstream";
import { loadEvent } from "./load.ts";

/** What a stream holds of what was offered. */
export interface Audit {
  readonly stored: number;
  readonly lost: number;
  readonly doubled: number;
  /** Events that stand behind a later one of their session. */
  readonly reordered: number;
  /** Lost events that the store itself tells of. */
  readonly gaps: number;
}

interface AuditOptions {
  readonly stream: string;
  readonly load: string;
  readonly offered: number;
  /** Events of which nobody can say whether they were accepted. */
  readonly unknown?: ReadonlySet<number>;
}

/** Reads the whole stream and compares it with the first events of a load. */
export async function audit(
  connection: Connection,
  { stream, load, offered, unknown = new Set() }: AuditOptions,
): Promise<Audit> {
  const seen = new Map<string, number>();
  const last = new Map<string, number>();
  let reordered = 0;
  let gaps = 0;
  const { messages } = await connection.read(stream);
  for await (const { data } of messages) {
    const event = parseEvent(JSON.parse(Buffer.from(data).toString()));
    if (event.type === "store.gap") gaps += countOf(event.payload.data);
    if (event.meta.channel !== load) continue;
    const times = (seen.get(event.id) ?? 0) + 1;
    seen.set(event.id, times);
    if (times === 1 && event.meta.seq < (last.get(event.session) ?? -1)) reordered += 1;
    last.set(event.session, Math.max(event.meta.seq, last.get(event.session) ?? -1));
  }
  const missing = Array.from({ length: offered }, (_, n) => n).filter(
    (n) => !unknown.has(n) && !seen.has(loadEvent(load, n).id),
  );
  const doubled = [...seen.values()].reduce((sum, times) => sum + times - 1, 0);
  return { stored: seen.size, lost: missing.length, doubled, reordered, gaps };
}

function countOf(data: unknown): number {
  if (typeof data !== "object" || data === null || !("count" in data)) return 0;
  return Number(data.count);
}
