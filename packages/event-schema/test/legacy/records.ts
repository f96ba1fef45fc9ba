import type { OpenClawEvent } from "../../src/event.ts";
import { createLegacyReader } from "../../src/legacy/legacy-reader.ts";

/** A record as PR #7358 writes it; `type` is what its own mapping makes of the stream. */
export function pr7358(seq: number, stream: string, data: object): object {
  const payload = {
    runId: "run-1",
    seq,
    stream,
    ts: 1000 + seq,
    data,
    sessionKey: "agent:main:main",
  };
  return {
    id: `mlx${seq}-k3j9x1ab`,
    timestamp: payload.ts,
    agent: "agent",
    session: "agent:main:main",
    type: "conversation.message.out",
    visibility: "confidential",
    payload,
    meta: { runId: "run-1", seq, stream },
  };
}

/** A record as `@vainplex/nats-eventstore` writes it up to 0.2.1. */
export function first(type: string, payload: object, session = "agent:helper:main"): object {
  return {
    id: "3f0c8e0e-1c58-4d8e-9d3a-2b7d0a1f6c55",
    ts: 5000,
    agent: "agent",
    session,
    type,
    payload,
  };
}

/** A record as `@vainplex/nats-eventstore` 0.2.2 writes it. */
export function second(legacyType: string, canonicalType: string, payload: object): object {
  return {
    ...first(legacyType, payload),
    id: "evt-0011223344556677",
    canonicalType,
    legacyType,
    schemaVersion: 1,
    source: { plugin: "nats-eventstore" },
    actor: { agentId: "agent", channel: "webchat" },
    scope: {
      sessionKey: "agent:helper:main",
      runId: "run-2",
      toolCallId: "call_3",
      messageId: "m-1",
    },
    trace: { correlationId: "run-2" },
    visibility: "confidential",
  };
}

export function readAll(...records: readonly unknown[]): readonly OpenClawEvent[] {
  const { read, end } = createLegacyReader();
  return [...records.flatMap((record) => read(record)), ...end()];
}

export const told = (events: readonly OpenClawEvent[]): unknown[] =>
  events.map(({ type, payload }) => [type, payload.data]);
