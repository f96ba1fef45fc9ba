import { EventEmitter, once } from "node:events";
import {
  agentPrefix,
  eventId,
  eventSubject,
  type OpenClawEvent,
  type Visibility,
} from "@openclaw/event-schema";
import {
  connect,
  type AppendReply,
  type Connection,
  type DocumentStore,
} from "@openclaw/jetstream";
import { startTestServer, type TestServer } from "@openclaw/jetstream/testing";
import type { EventStore } from "../src/index.ts";

export const store: EventStore = { stream: "openclaw-events", subjectPrefix: "openclaw.events" };

/** A server of its own with an empty event stream. */
export interface EventLog extends AsyncDisposable {
  readonly server: TestServer;
  readonly connection: Connection;
  readonly documents: DocumentStore;
  /** Stores events as the publisher does; resolves when all are acknowledged. */
  append(events: Iterable<OpenClawEvent>, to?: EventStore): Promise<void>;
}

export async function startEventLog(): Promise<EventLog> {
  const server = await startTestServer();
  const connection = connect({ url: server.url });
  const { stream: name, subjectPrefix } = store;
  await connection.ensureStream({ name, subjects: [`${subjectPrefix}.>`], maxAgeMs: 0 });
  return {
    server,
    connection,
    documents: connection.openDocuments(),
    append: async (events, to = store) => append(connection, to, events),
    async [Symbol.asyncDispose]() {
      await connection[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

const batchSize = 1000;

export async function append(
  connection: Connection,
  { stream, subjectPrefix }: EventStore,
  events: Iterable<OpenClawEvent>,
): Promise<void> {
  const replies: AppendReply[] = [];
  const replied = new EventEmitter();
  const channel = await connection.openAppendChannel(stream, (_slot, reply) => {
    replies.push(reply);
    replied.emit(String(replies.length));
  });
  for (const batch of batches(events)) {
    const sent = replies.length + batch.length;
    const acknowledged = once(replied, String(sent));
    for (const stored of batch) {
      const subject = eventSubject(agentPrefix(subjectPrefix, stored.agent), stored);
      channel.send(0, { subject, id: stored.id, data: Buffer.from(JSON.stringify(stored)) });
    }
    await acknowledged;
  }
  channel.close();
  for (const reply of replies) if ("error" in reply) throw reply.error;
}

function* batches<T>(items: Iterable<T>): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

export interface EventOptions {
  readonly agent?: string;
  readonly session?: string;
  readonly type?: string;
  readonly visibility?: Visibility;
  readonly runId?: string;
  readonly timestamp?: number;
  readonly data?: unknown;
  readonly seq?: number;
}

/** Noon UTC of 1 June 2026, in Unix milliseconds. */
export const noon = Date.UTC(2026, 5, 1, 12);

let count = 0;

/** An event, each call another one. */
export function event({
  agent = "main",
  session = `agent:${agent}:main`,
  type = "conversation.message.in",
  visibility = "internal",
  runId = "run-1",
  timestamp = noon + count,
  seq = count,
  data = { text: `message ${count}`, role: "user" },
}: EventOptions = {}): OpenClawEvent {
  count += 1;
  return {
    id: eventId("test", String(count)),
    timestamp,
    agent,
    session,
    type,
    visibility,
    payload: { runId, stream: "test", data, sessionKey: session, seq, ts: timestamp },
    meta: { runId, seq },
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
