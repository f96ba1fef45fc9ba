import { EventStoreError } from "@openclaw/event-schema";
import { configOf, type StreamSpec } from "./ensure-stream.ts";
import type { Wire } from "./link.ts";
import { readStreamState, type StreamState } from "./read-stream-state.ts";
import { translateError } from "./translate-error.ts";

/** One setting in which a stream is not as its spec wants it. */
export interface StreamDrift {
  readonly setting: string;
  readonly wanted: string;
  readonly actual: string;
  /** Whether mending it would delete events or let nobody keep them. */
  readonly shrinks: boolean;
}

/** How a stream differs from what its spec wants. */
export function streamDrift(state: StreamState, spec: StreamSpec): readonly StreamDrift[] {
  const { maxBytes, replicas = state.replicas } = spec;
  const { compress = state.compressed, sealed = state.sealed, placement = state.placement } = spec;
  const lost = state.subjects.some((subject) => !spec.subjects.includes(subject));
  const compared = [
    ["subjects", spec.subjects.join(", "), state.subjects.join(", "), lost],
    ["maxAgeMs", spec.maxAgeMs, state.maxAgeMs, limit(spec.maxAgeMs) < limit(state.maxAgeMs)],
    ["maxBytes", maxBytes, state.maxBytes, limit(maxBytes) < limit(state.maxBytes)],
    ["replicas", replicas, state.replicas, replicas < state.replicas],
    ["compress", compress, state.compressed, false],
    ["sealed", sealed, state.sealed, false],
    ["placement", placement.join(", "), state.placement.join(", "), false],
  ] as const;
  return compared
    .filter(([, wanted, actual]) => wanted !== actual)
    .map(([setting, wanted, actual, shrinks]) => ({
      setting,
      wanted: String(wanted),
      actual: String(actual),
      shrinks,
    }));
}

/**
 * Makes a stream what its spec wants.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` where that would delete events and `allowShrink` is not set
 */
export async function updateStream(
  wire: Wire,
  spec: StreamSpec,
  { allowShrink = false }: { readonly allowShrink?: boolean } = {},
): Promise<StreamState> {
  const drifts = streamDrift(await readStreamState(wire, spec.name), spec);
  const shrinking = drifts.filter(({ shrinks }) => shrinks);
  if (shrinking.length > 0 && !allowShrink)
    throw new EventStoreError(
      "INVALID_ARGUMENT",
      `stream ${spec.name} would keep less than now (${describe(shrinking)}); allow it to shrink, or change the settings`,
    );
  try {
    const { config } = await wire.manager.streams.info(spec.name);
    await wire.manager.streams.update(spec.name, { ...config, ...configOf(spec) });
  } catch (error) {
    throw translateError(`updating stream ${spec.name}`, error);
  }
  return readStreamState(wire, spec.name);
}

function describe(drifts: readonly StreamDrift[]): string {
  return drifts.map(({ setting, wanted, actual }) => `${setting} ${actual} → ${wanted}`).join("; ");
}

/** 0 and nothing mean no limit. */
function limit(value: number | undefined): number {
  return value === undefined || value === 0 ? Infinity : value;
}
