import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";

/** What the NATS client does by itself: the limit of any reader. */
export interface RawClient extends AsyncDisposable {
  /** How many messages of a stream from a sequence on; by the client's own ordered consumer. */
  read(stream: string, options: RawRead): Promise<number>;
  /** As PR #7358 found context: each of the last messages by its sequence, then filtered by agent. */
  pr7358(stream: string, agent: string, count: number): Promise<number>;
  /** The requests to JetStream since the last call. */
  takeRequests(): Promise<number>;
}

export interface RawRead {
  readonly count: number;
  readonly startSequence?: number;
  readonly subject?: string;
  /** @defaultValue false */
  readonly parse?: boolean;
}

export async function connectRaw(url: string): Promise<RawClient> {
  const nats = await connectTo(url);
  const observer = await connectTo(url);
  const manager = await jetstreamManager(nats);
  let requests = 0;
  observer.subscribe("$JS.API.>", {
    callback: () => {
      requests += 1;
    },
  });
  await observer.flush();
  return {
    async read(stream, { count, startSequence, subject, parse = false }) {
      const consumer = await jetstream(nats).consumers.get(stream, {
        ...(startSequence !== undefined && { opt_start_seq: startSequence }),
        ...(subject !== undefined && { filter_subjects: subject }),
      });
      const messages = await consumer.consume({ max_messages: Math.min(count, 5000) });
      let read = 0;
      for await (const message of messages) {
        if (parse) message.json();
        read += 1;
        if (read === count) break;
      }
      return read;
    },
    async pr7358(stream, agent, count) {
      const { state } = await manager.streams.info(stream);
      let found = 0;
      for (let seq = Math.max(1, state.last_seq - count); seq <= state.last_seq; seq += 1) {
        const message = await manager.streams.getMessage(stream, { seq });
        if (message?.json<{ agent: string }>().agent === agent) found += 1;
      }
      return found;
    },
    async takeRequests() {
      await observer.flush();
      const taken = requests;
      requests = 0;
      return taken;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([nats.close(), observer.close()]);
    },
  };
}

async function connectTo(url: string): Promise<NatsConnection> {
  const { host, username, password } = new URL(url);
  return connect({ servers: host, user: username, pass: password });
}
