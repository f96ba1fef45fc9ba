import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { createRecorder } from "@openclaw/gateway-integration";
import { z } from "zod";

const recordings = createRequire(import.meta.url);
const recorded = z.looseObject({ t: z.number(), hook: z.string().optional() });

/** What the live recorder makes of the run whose transcripts are in `fixtures/state`. */
export function recordedEvents(): readonly OpenClawEvent[] {
  const files = ["hooks.jsonl", "agent-events.jsonl", "transcript-updates.jsonl"];
  const records = files.flatMap(readRecords).toSorted((left, right) => left.t - right.t);
  const events: OpenClawEvent[] = [];
  let at = 0;
  const recorder = createRecorder({ onEvent: (event) => events.push(event), now: () => at });
  for (const { t, hook, event, ctx, update } of records) {
    at = t;
    if (hook !== undefined) recorder.onHook(hook, event, ctx);
    else if (update !== undefined) recorder.onTranscriptUpdate(update);
    else recorder.onAgentEvent(event);
  }
  return events.map((event): OpenClawEvent => JSON.parse(JSON.stringify(event)));
}

function readRecords(file: string): z.infer<typeof recorded>[] {
  const path = recordings.resolve(`@openclaw/tooling/recordings/openclaw-2026.9.6/${file}`);
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => recorded.parse(JSON.parse(line)));
}
