import { setImmediate as turn } from "node:timers/promises";
import { jetstream } from "@nats-io/jetstream";
import {
  connect as dial,
  createInbox,
  headers,
  type ConnectionOptions,
} from "@nats-io/transport-node";
import {
  agentPrefix,
  eventSubject,
  silentLogger,
  type OpenClawEvent,
} from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { createNatsClient } from "@vainplex/nats-eventstore/dist/src/nats-client.js";
import { openPublisher } from "../src/index.ts";

/** One way to bring events into a stream. */
interface Contender {
  readonly name: string;
  /** Slow ones are given fewer events; what counts is the rate. */
  readonly count: number;
  readonly open: (url: string) => Promise<{
    /** Settles when every event is acked. */
    readonly send: (events: readonly OpenClawEvent[]) => Promise<void>;
    readonly close: () => Promise<void>;
  }>;
}

const stream = { streamName: "openclaw-events", subjectPrefix: "openclaw.events", maxAgeMs: 0 };
/** Events the caller offers in one turn of the event loop. */
const burst = 100;

const subjectOf = (event: OpenClawEvent): string =>
  eventSubject(agentPrefix(stream.subjectPrefix, event.agent), event);

const optionsOf = (url: string): ConnectionOptions => {
  const { host, username, password } = new URL(url);
  return { servers: host, user: username, pass: password };
};

/** Core publishes of ready-made bytes, all acks on one inbox, a window of 1024: what the wire gives. */
const limit: Contender = {
  name: "limit",
  count: 60_000,
  async open(url) {
    const connection = connect({ url });
    await connection.ensureStream({
      name: stream.streamName,
      subjects: [`${stream.subjectPrefix}.>`],
      maxAgeMs: 0,
    });
    const nats = await dial(optionsOf(url));
    return {
      async send(events) {
        const messages = events.map((event) => ({
          subject: subjectOf(event),
          id: event.id,
          data: Buffer.from(JSON.stringify(event)),
        }));
        const inbox = createInbox();
        let acked = 0;
        let sent = 0;
        await new Promise<void>((resolve) => {
          const fill = (): void => {
            for (; sent < messages.length && sent - acked < 1024; sent++) {
              const message = messages[sent];
              if (message === undefined) continue;
              const header = headers();
              header.set("Nats-Msg-Id", message.id);
              header.set("Nats-Expected-Stream", stream.streamName);
              nats.publish(message.subject, message.data, { reply: inbox, headers: header });
            }
          };
          const subscription = nats.subscribe(inbox, {
            callback() {
              acked += 1;
              if (acked === messages.length) {
                subscription.unsubscribe();
                resolve();
              } else if (sent - acked < 768) fill();
            },
          });
          fill();
        });
      },
      async close() {
        await nats.close();
        await connection[Symbol.asyncDispose]();
      },
    };
  },
};

const publisher = (name: string, kept: "disk" | "memory"): Contender => ({
  name,
  count: 60_000,
  async open(url) {
    const temporary = await temporaryDir();
    const connection = connect({ url });
    const outbox = kept === "memory" ? kept : { dir: temporary.dir };
    const opened = await openPublisher(connection, { ...stream, outbox, durableAfterMs: 6000 });
    return {
      async send(events) {
        for (let at = 0; at < events.length; at += burst) {
          for (const event of events.slice(at, at + burst)) opened.publish(event);
          await turn();
        }
        await opened.flush({ timeoutMs: 600_000 });
      },
      async close() {
        await opened.close();
        await connection[Symbol.asyncDispose]();
        await temporary[Symbol.asyncDispose]();
      },
    };
  },
});

const jsPublish = (window: number): Contender => ({
  name: `js-publish-${window}`,
  count: window === 1 ? 3000 : 20_000,
  async open(url) {
    const nats = await dial(optionsOf(url));
    const js = jetstream(nats);
    return {
      async send(events) {
        const under = new Set<Promise<unknown>>();
        for (const event of events) {
          const sent = js.publish(subjectOf(event), JSON.stringify(event), { msgID: event.id });
          under.add(sent);
          void sent.finally(() => under.delete(sent));
          if (under.size >= window) await Promise.race(under);
        }
        await Promise.all(under);
      },
      close: async () => nats.close(),
    };
  },
});

/** The client of the published plugin, called as its hooks call it: without waiting. */
const vainplex: Contender = {
  name: "vainplex",
  count: 3000,
  async open(url) {
    const client = await createNatsClient(
      {
        enabled: true,
        natsUrl: url,
        ...stream,
        retention: { maxMessages: -1, maxBytes: -1, maxAgeHours: 0 },
        publishTimeoutMs: 30_000,
        connectTimeoutMs: 5000,
        drainTimeoutMs: 5000,
        includeHooks: [],
        excludeHooks: [],
      },
      silentLogger,
    );
    return {
      async send(events) {
        const sent: Promise<void>[] = [];
        for (let at = 0; at < events.length; at += burst) {
          for (const event of events.slice(at, at + burst))
            sent.push(client.publish(subjectOf(event), JSON.stringify(event)));
          await turn();
        }
        await Promise.all(sent);
      },
      close: async () => client.close(),
    };
  },
};

export const contenders: readonly Contender[] = [
  limit,
  publisher("publisher", "disk"),
  publisher("publisher-no-outbox", "memory"),
  jsPublish(256),
  jsPublish(1),
  vainplex,
];
