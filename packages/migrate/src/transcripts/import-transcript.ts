import { parseSessionKey, type OpenClawEvent } from "@openclaw/event-schema";
import { factEvent, type Fact } from "@openclaw/event-schema/transcript";
import { messageOf } from "../problem.ts";
import type { BringContext } from "../run-import.ts";
import type { ImportStore } from "../store/import-store.ts";
import type { StoredSession } from "../store/stored-session.ts";
import { readDatabase } from "./database.ts";
import type { BrokenEntry, TranscriptEntry } from "./entry.ts";
import type { TranscriptFile } from "./find-transcripts.ts";
import { readJsonl } from "./read-jsonl.ts";
import { recordFacts } from "./record-facts.ts";
import type { SessionKeys } from "./session-keys.ts";

export interface TranscriptImport extends BringContext {
  readonly agent: string;
  readonly store: ImportStore;
  readonly keys: SessionKeys;
  readonly gateway?: string | undefined;
}

/** The session whose records come one after the other. */
interface OpenSession {
  readonly sessionId: string;
  readonly session: string;
  readonly stored: StoredSession;
  run: Pick<Fact, "runId" | "channel"> | undefined;
}

/** Writes what a transcript tells and is not stored yet. @returns how many events that were */
export async function importTranscript(
  file: TranscriptFile,
  { agent, store, keys, gateway, importId, onProblem }: TranscriptImport,
): Promise<number> {
  const { path } = file;
  let open: OpenSession | undefined;
  let added = 0;

  const sessionOf = async ({ sessionId, session: told }: TranscriptEntry): Promise<OpenSession> => {
    if (open?.sessionId === sessionId) return open;
    const session = told ?? keys.get(sessionId) ?? `agent:${agent}:archived:${sessionId}`;
    const stored = await store.session(agent, session);
    open = { sessionId, session, stored, run: undefined };
    return open;
  };

  const eventsOf = (entry: TranscriptEntry, of: OpenSession): readonly OpenClawEvent[] => {
    const { sessionId, session, run } = of;
    const facts = recordFacts(entry.record, { agent, session, sessionId, run });
    const said = facts.find(({ type }) => type === "conversation.message.in");
    if (said !== undefined) of.run = { runId: said.runId, channel: said.channel };
    return facts.map((fact) => {
      const channel = fact.runId === run?.runId ? run?.channel : undefined;
      const event = factEvent({ channel, ...fact }, gateway);
      return { ...event, meta: { ...event.meta, import: importId } };
    });
  };

  const missingOf = async (entry: TranscriptEntry): Promise<readonly OpenClawEvent[]> => {
    const of = await sessionOf(entry);
    if (parseSessionKey(of.session).incognito) return [];
    try {
      return eventsOf(entry, of).filter(
        (event) => !of.stored.has(event) && !store.isForgotten(event),
      );
    } catch (error) {
      onProblem({ path, message: `${entry.place} was left out: ${messageOf(error)}` });
      return [];
    }
  };

  for await (const entry of entriesOf(file))
    if ("error" in entry) onProblem({ path, message: `${entry.place} ${entry.error}` });
    else {
      const missing = await missingOf(entry);
      for (const event of missing) open?.stored.add(event);
      if (missing.length > 0) await store.write(missing, JSON.stringify(missing).length);
      added += missing.length;
    }
  return added;
}

function entriesOf({
  location,
  format,
}: TranscriptFile): AsyncIterable<TranscriptEntry | BrokenEntry> {
  return format === "sqlite" ? readDatabase(location) : readJsonl(location, format === "jsonl.zst");
}
