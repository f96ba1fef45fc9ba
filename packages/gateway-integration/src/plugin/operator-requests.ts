import { EventStoreError } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";
import { z } from "zod";
import type { EventStore } from "../store/event-store.ts";
import { readStatus } from "./describe-status.ts";
import { blockKey } from "./inject-context.ts";
import { parseInput, queryEvents } from "./query-events.ts";
import { contextSettings } from "./settings.ts";
import { sharedState } from "./shared-state.ts";

const deadlineMs = 10_000;

const queryRequest = z.looseObject({ agent: z.string().min(1).optional() });
const contextRequest = z.strictObject({
  agent: z.string().min(1),
  session: z.string().min(1),
  prompt: z.string().optional(),
});

type Input = Readonly<Record<string, unknown>>;

/** What operators may ask, over the gateway's socket and over HTTP. */
export type OperatorRequest = (input: Input, config: EventStoreConfig) => Promise<object>;

export const operatorRequests: Readonly<Record<"status" | "query" | "context", OperatorRequest>> = {
  status: async () => readStatus(sharedState()),

  async query(input) {
    const { agent, ...query } = parseInput(queryRequest, input);
    const scope = { agent, signal: AbortSignal.timeout(deadlineMs) };
    return { events: await queryEvents(openStore(), query, scope) };
  },

  async context(input, config) {
    const { agent, session, prompt } = parseInput(contextRequest, input);
    const inUse = sharedState().blocks.get(blockKey(agent, session));
    if (inUse !== undefined) return { text: inUse, inUse: true };
    const { budgetTokens } = contextSettings(config, agent);
    const signal = AbortSignal.timeout(deadlineMs);
    const store = openStore();
    const block = await store.contextFor({ agent, session, prompt, budgetTokens, signal });
    store.renewContext(agent, session);
    return { text: block?.text ?? "", inUse: false };
  },
};

function openStore(): EventStore {
  const { store } = sharedState();
  if (store !== undefined) return store;
  throw new EventStoreError("UNAVAILABLE", "the event store is not open; see the gateway's log");
}
