import { agentPrefix, eventSubject, isEventStoreError } from "@openclaw/event-schema";
import {
  streamDrift,
  type Connection,
  type StreamSpec,
  type StreamState,
} from "@openclaw/jetstream";
import { formatBytes, formatDuration } from "../terminal/format.ts";
import { note, ok, problem, warning, type Finding } from "./finding.ts";

/** A stream to be checked, as a user of it sees it. */
export interface CheckedStream {
  readonly connection: Connection;
  readonly spec: StreamSpec;
  readonly subjectPrefix: string;
  readonly agent: string | undefined;
  /** Whom it is checked for. */
  readonly who: string;
}

/** Whether a stream is there, is what the settings say, and can be read and written. */
export async function checkStream(
  checked: CheckedStream,
): Promise<{ readonly state: StreamState | undefined; readonly findings: readonly Finding[] }> {
  const { connection, spec } = checked;
  const { name } = spec;
  let state: StreamState;
  try {
    state = await connection.streamState(name);
  } catch (error) {
    return { state: undefined, findings: [missing(error, checked), await checkWriting(checked)] };
  }
  const findings = [
    ok(
      "stream.exists",
      `stream ${name} holds ${state.messages} events, ${formatBytes(state.bytes)}`,
    ),
    checkSettings(state, spec),
    ...checkKeeping(state),
    checkClock(state),
    await checkReading(checked),
    await checkWriting(checked),
  ];
  return { state, findings };
}

function missing(error: unknown, { spec: { name }, who }: CheckedStream): Finding {
  if (isEventStoreError(error, "STREAM_NOT_FOUND"))
    return problem(
      "stream.exists",
      `stream ${name} does not exist, so no event can be stored`,
      "create it: openclaw-events stream ensure",
    );
  const message = error instanceof Error ? error.message : String(error);
  return problem(
    "stream.exists",
    `${who} cannot ask for stream ${name}: ${message}`,
    `allow the user to publish to $JS.API.STREAM.INFO.${name} and to subscribe to its inbox`,
  );
}

function checkSettings(state: StreamState, spec: StreamSpec): Finding {
  const drift = streamDrift(state, spec);
  if (drift.length === 0)
    return ok("stream.settings", `stream ${spec.name} is as the settings say`);
  const differences = drift.map(
    ({ setting, actual, wanted }) => `${setting} is ${actual}, not ${wanted}`,
  );
  const shrinks = drift.some((each) => each.shrinks);
  return warning(
    "stream.settings",
    `stream ${spec.name} is not as the settings say: ${differences.join("; ")}`,
    `change the settings, or the stream: openclaw-events stream ensure --update${shrinks ? " --allow-shrink (deletes events)" : ""}`,
  );
}

const shortestWindowMs = 30_000;

function* checkKeeping(state: StreamState): Generator<Finding> {
  const { name, bytes, maxBytes, refusesWhenFull, duplicateWindowMs } = state;
  if (!state.durable)
    yield problem(
      "stream.durable",
      `stream ${name} is kept in memory only, or loses events once they are read`,
      "back it up, delete it, and create it anew: openclaw-events backup, then stream ensure",
    );
  if (duplicateWindowMs < shortestWindowMs)
    yield warning(
      "stream.dedupe",
      `stream ${name} remembers ids for ${formatDuration(duplicateWindowMs)}: re-sent events cost a look-up each`,
      "set its duplicate window to 2 minutes: nats stream edit --dupe-window 2m",
    );
  if (maxBytes !== undefined && bytes > 0.9 * maxBytes) yield full(state, refusesWhenFull);
  if (state.clustered && state.replicas === 1)
    yield warning(
      "stream.replicas",
      `stream ${name} is on one server of a cluster: it is gone while that one is`,
      "set stream.replicas to 3, then: openclaw-events stream ensure --update",
    );
}

function full({ name, bytes, maxBytes = 0 }: StreamState, refuses: boolean): Finding {
  const message = `stream ${name} has ${formatBytes(bytes)} of its ${formatBytes(maxBytes)}`;
  const remedy = "raise retention.maxBytes, then: openclaw-events stream ensure --update";
  return refuses
    ? problem("stream.full", `${message}, and refuses new events when it is full`, remedy)
    : warning("stream.full", `${message}: the oldest events give way before their time`, remedy);
}

/** Readers allow for this much, see `planReads` of event-query. */
const toleratedSkewMs = 5 * 60_000;

function checkClock({ serverTime = Date.now() }: StreamState): Finding {
  const skewMs = Math.abs(Date.now() - serverTime);
  const message = `the server's clock and this machine's differ by ${formatDuration(skewMs)}`;
  const remedy = "set both clocks by NTP: questions about times miss events otherwise";
  if (skewMs > toleratedSkewMs) return problem("server.clock", message, remedy);
  return skewMs > 30_000 ? warning("server.clock", message, remedy) : ok("server.clock", message);
}

async function checkReading({ connection, spec: { name }, who }: CheckedStream): Promise<Finding> {
  try {
    using read = await connection.read(name, { limit: 1, headersOnly: true });
    for await (const _ of read.batches) break;
    return ok("stream.readable", `${who} can read ${name}`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return problem(
      "stream.readable",
      `${who} cannot read ${name}, so no context is built: ${message}`,
      `allow the user to publish to $JS.API.CONSUMER.CREATE.${name}.> and to subscribe to its inbox`,
    );
  }
}

async function checkWriting(checked: CheckedStream): Promise<Finding> {
  const { connection, spec, subjectPrefix, agent = "main", who } = checked;
  const subject = eventSubject(agentPrefix(subjectPrefix, agent), {
    visibility: "internal",
    session: "event-store",
    type: "store.probe",
  });
  try {
    await connection.probeAppend(spec.name, subject);
    return ok("stream.writable", `${who} can store events in ${spec.name}`);
  } catch (error) {
    return cannotWrite(error, { ...checked, subject });
  }
}

function cannotWrite(
  error: unknown,
  { spec: { name }, subject, who }: CheckedStream & { readonly subject: string },
): Finding {
  const message = error instanceof Error ? error.message : String(error);
  if (isEventStoreError(error, "STREAM_MISMATCH"))
    return problem(
      "stream.writable",
      `another stream than ${name} has the subject ${subject}`,
      "choose another subjectPrefix, or take the subject from the other stream: nats stream ls",
    );
  if (isEventStoreError(error, "PERMISSION_DENIED"))
    return problem(
      "stream.writable",
      `${who} may not store events: ${message}`,
      `allow the user to publish to ${subject.split(".internal.")[0] ?? subject}.> and to subscribe to its inbox`,
    );
  if (isEventStoreError(error, "UNAVAILABLE"))
    return problem(
      "stream.writable",
      `no stream has the subject ${subject}`,
      "make the stream what the settings say: openclaw-events stream ensure --update",
    );
  return note("stream.writable", `whether ${who} can store events could not be told: ${message}`);
}
