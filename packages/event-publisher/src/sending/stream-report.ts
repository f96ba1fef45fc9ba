import type { Logger } from "@openclaw/event-schema";
import {
  missingFeatures,
  streamDrift,
  type StreamSpec,
  type StreamState,
} from "@openclaw/jetstream";

/** Tells of a stream that is not as it is wanted, and of a server that lacks something: each once. */
export function createStreamReport(
  spec: StreamSpec,
  logger: Logger,
): (state: StreamState, serverVersion: string) => void {
  const told = new Set<string>();
  const once = (level: "info" | "warn", message: string): void => {
    if (told.has(message)) return;
    told.add(message);
    logger[level](message);
  };
  return (state, version) => {
    for (const { setting, actual, wanted } of streamDrift(state, spec))
      once("warn", `stream ${spec.name} is left as it is: ${setting} is ${actual}, not ${wanted}`);
    for (const feature of missingFeatures(version))
      once("info", `nats-server ${version} lacks ${feature}: slower, not wrong`);
  };
}
