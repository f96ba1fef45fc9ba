import { toCloudEvent } from "@openclaw/event-schema";
import type { StoredEvent } from "../event-reader.ts";

/** Events as CloudEvents 1.0, one JSON document a line. */
export async function* exportCloudEvents(
  events: AsyncIterable<StoredEvent>,
): AsyncGenerator<string> {
  for await (const { event } of events) yield `${JSON.stringify(toCloudEvent(event))}\n`;
}
