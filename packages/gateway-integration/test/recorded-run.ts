import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { z } from "zod";
import { createRecorder, type IgnoredReason, type Recorder } from "../src/index.ts";

const hookRecord = z.object({
  t: z.number(),
  hook: z.string(),
  event: z.looseObject({}),
  ctx: z.looseObject({}),
});
const agentRecord = z.object({
  t: z.number(),
  event: z.looseObject({ runId: z.string(), stream: z.string(), data: z.looseObject({}) }),
});
const step = z.looseObject({
  op: z.string(),
  session: z.string().optional(),
  text: z.string().optional(),
  args: z.array(z.string()).optional(),
  result: z.looseObject({ runId: z.string().optional(), text: z.string().optional() }),
});
const transcriptRow = z.object({
  session_id: z.string(),
  event: z.looseObject({
    type: z.string(),
    message: z
      .looseObject({
        role: z.string(),
        content: z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))]),
      })
      .optional(),
  }),
});

const updateRecord = z.object({ t: z.number(), update: z.looseObject({}) });

type HookRecord = z.infer<typeof hookRecord>;
type AgentRecord = z.infer<typeof agentRecord>;
type UpdateRecord = z.infer<typeof updateRecord>;

const recordings = createRequire(import.meta.url);

/** A real run of OpenClaw 2026.9.6; of hooks that are not recorded only the names are kept. */
export const hooks = readLines("hooks.jsonl", hookRecord);
export const agentEvents = readLines("agent-events.jsonl", agentRecord);
export const updates = readLines("transcript-updates.jsonl", updateRecord);
/** What was sent to the gateway, and what it answered. */
export const steps = readLines("steps.jsonl", step);
/** What the gateway itself has kept of the sessions that were not deleted. */
export const transcript = ["transcript-main.jsonl", "transcript-helper.jsonl"].flatMap((file) =>
  readLines(file, transcriptRow),
);

/** The recording in the order in which it happened. */
export const records: readonly (HookRecord | AgentRecord | UpdateRecord)[] = [
  ...hooks,
  ...agentEvents,
  ...updates,
].toSorted((left, right) => left.t - right.t);

export function tell(recorder: Recorder, record: (typeof records)[number]): void {
  if ("hook" in record) recorder.onHook(record.hook, record.event, record.ctx);
  else if ("update" in record) recorder.onTranscriptUpdate(record.update);
  else recorder.onAgentEvent(record.event);
}

interface Ignored {
  readonly source: string;
  readonly reason: IgnoredReason;
}

/** What a recorder makes of the recording. */
export function play(from = records): {
  readonly events: readonly OpenClawEvent[];
  readonly ignored: readonly Ignored[];
} {
  const events: OpenClawEvent[] = [];
  const ignored: Ignored[] = [];
  let at = 0;
  const recorder = createRecorder({
    onEvent: (event) => events.push(event),
    onIgnored: (source, reason) => ignored.push({ source, reason }),
    now: () => at,
  });
  for (const record of from) {
    at = record.t;
    tell(recorder, record);
  }
  return { events, ignored };
}

function readLines<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): readonly z.output<Schema>[] {
  const path = recordings.resolve(`@openclaw/tooling/recordings/openclaw-2026.9.6/${file}`);
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => schema.parse(JSON.parse(line)));
}
