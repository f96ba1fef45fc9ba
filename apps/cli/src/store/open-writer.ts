import { openPublisher, type Publisher } from "@openclaw/event-publisher";
import type { OpenStore } from "./open-store.ts";
import { redactionKeyFile } from "./state-dir.ts";

/** Opens a way to store events of an agent, or of all that have no place of their own, in a stream that is there; what was not stored when it ends is the caller's to repeat. */
export async function openWriter(
  { config, connection, stores, streams }: OpenStore,
  agent?: string,
): Promise<Publisher> {
  const { agents = {} } = stores;
  const own = agent !== undefined && Object.hasOwn(agents, agent) ? agents[agent] : undefined;
  const { stream, subjectPrefix } = own ?? stores;
  const place = streams.find(({ spec }) => spec.name === stream);
  await place?.connection.ensureStream(place.spec);
  return openPublisher(own?.connection ?? connection, {
    streamName: stream,
    subjectPrefix,
    maxAgeMs: config.retention.maxAgeDays * 86_400_000,
    maxBytes: config.retention.maxBytes,
    ...config.stream,
    outbox: "memory",
    redaction: { ...config.redaction, keyFile: redactionKeyFile(process.env) },
  });
}
