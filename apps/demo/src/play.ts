import { setTimeout as sleep } from "node:timers/promises";
import type { Publisher } from "@openclaw/event-publisher";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { createRecorder } from "@openclaw/gateway-integration";
import { readRecording, tell } from "./recording.ts";

export interface PlayOptions {
  readonly publisher: Publisher;
  /** Called half-way, while the recording goes on. */
  readonly onHalfWay: () => Promise<void>;
  readonly onProgress: (told: number, of: number) => void;
}

const playMs = 3000;

/** Plays the recorded gateway run into the publisher and returns the events it made. */
export async function play({
  publisher,
  onHalfWay,
  onProgress,
}: PlayOptions): Promise<readonly OpenClawEvent[]> {
  const recording = readRecording();
  const events: OpenClawEvent[] = [];
  let now = 0;
  let disturbance: Promise<void> | undefined;
  const recorder = createRecorder({
    now: () => now,
    onEvent(event) {
      events.push(event);
      publisher.publish(event);
    },
  });
  for (const [index, recorded] of recording.entries()) {
    now = recorded.t;
    tell(recorder, recorded);
    if (index === Math.floor(recording.length / 2)) disturbance = onHalfWay();
    onProgress(index + 1, recording.length);
    if (index % 10 === 0) await sleep((playMs / recording.length) * 10);
  }
  await disturbance;
  return events;
}
