import type { StoreStatus } from "../store/event-store.ts";
import type { SharedState } from "./shared-state.ts";

/** How the event store of this gateway does. */
export interface PluginStatus {
  readonly open: boolean;
  readonly stores: readonly StoreStatus[];
  /** When each hook last fired, as ISO dates. */
  readonly hooks: Readonly<Record<string, string>>;
}

export function readStatus({ store, fired }: SharedState): PluginStatus {
  const hooks = [...fired].map(([hook, at]) => [hook, new Date(at).toISOString()]);
  return {
    open: store !== undefined,
    stores: store?.status ?? [],
    hooks: Object.fromEntries(hooks),
  };
}

/** The status in a few lines for people. */
export function describeStatus({ open, stores }: PluginStatus): string {
  if (!open) return "The event store is not open; see the gateway's log.";
  return stores.map(describeStore).join("\n");
}

function describeStore(store: StoreStatus): string {
  const { agent, stream, state, pending, lost, memory, lastAckedAt, lastError } = store;
  const acked = lastAckedAt === undefined ? "nothing yet" : new Date(lastAckedAt).toISOString();
  return [
    `Event store ${stream}${agent === undefined ? "" : ` of ${agent}`}: ${state}`,
    `${pending} waiting, last stored ${acked}`,
    ...(lost > 0 ? [`${lost} lost`] : []),
    ...(memory === undefined ? [] : [`memory ${memory}`]),
    ...(lastError === undefined || state === "ready" ? [] : [lastError]),
  ].join(" · ");
}
