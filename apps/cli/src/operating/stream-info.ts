import { isEventStoreError } from "@openclaw/event-schema";
import {
  streamDrift,
  type Connection,
  type StreamDrift,
  type StreamSpec,
  type StreamState,
} from "@openclaw/jetstream";
import { exitCode } from "../exit-code.ts";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { formatBytes, formatDuration } from "../terminal/format.ts";
import { print, printJson } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";

/** A stream of the settings as the server has it, `state` missing where it has none. */
interface FoundStream {
  readonly name: string;
  readonly state?: StreamState;
  readonly drift: readonly StreamDrift[];
}

/** Prints what each stream holds and keeps, and in what it differs from the settings. */
export async function streamInfo(flags: StoreFlags): Promise<void> {
  await using store = await openStore(flags);
  const streams = await Promise.all(
    store.streams.map(async ({ connection, spec }) => find(connection, spec)),
  );
  if (flags.json) printJson({ streams });
  else tell(streams);
  if (streams.some(({ state }) => state === undefined)) process.exitCode = exitCode.notFound;
}

async function find(connection: Connection, spec: StreamSpec): Promise<FoundStream> {
  const { name } = spec;
  try {
    const state = await connection.streamState(name);
    return { name, state, drift: streamDrift(state, spec) };
  } catch (error) {
    if (isEventStoreError(error, "STREAM_NOT_FOUND")) return { name, drift: [] };
    throw error;
  }
}

function tell(streams: readonly FoundStream[]): void {
  const rows = streams.map(({ name, state }) => [name, ...(state ? columns(state) : ["missing"])]);
  print(table(["STREAM", "EVENTS", "SIZE", "SEQUENCES", "KEEPS", "SUBJECTS"], rows));
  for (const { name, state, drift } of streams) {
    if (state === undefined)
      print(`${name} does not exist: create it with \`openclaw-events stream ensure\``);
    for (const { setting, wanted, actual } of drift)
      print(`${name}: ${setting} is ${actual}, the settings want ${wanted}`);
  }
  if (streams.some(({ drift }) => drift.length > 0))
    print("Make them what the settings want with: openclaw-events stream ensure --update");
}

function columns(state: StreamState): readonly string[] {
  const age = state.maxAgeMs === 0 ? "for ever" : formatDuration(state.maxAgeMs);
  const size = state.maxBytes === undefined ? "" : `, up to ${formatBytes(state.maxBytes)}`;
  return [
    String(state.messages),
    formatBytes(state.bytes),
    `${state.firstSequence}–${state.lastSequence}`,
    `${age}${size}`,
    state.subjects.join(", "),
  ];
}
