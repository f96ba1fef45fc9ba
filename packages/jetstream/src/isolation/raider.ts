import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import {
  createInbox,
  errors,
  headers as createHeaders,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
} from "@nats-io/nats-core";
import { connect } from "@nats-io/transport-node";
import { clientOptions } from "../client-options.ts";
import { translateError } from "../translate-error.ts";

/** How somebody logs in. */
export interface RaiderLogin {
  readonly url: string;
  /** Path of a credentials or seed file. */
  readonly credentials?: string | undefined;
  readonly inboxPrefix?: string | undefined;
}

export interface SendOptions {
  readonly reply?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client that tries things: what it gets is text, and what it is refused is no error but nothing. */
export interface Raider extends AsyncDisposable {
  readonly nats: NatsConnection;
  /** A new reply subject it may subscribe to. */
  inbox(): string;
  /** Sends a request; the answer with its subject and headers, nothing where none came. */
  ask(subject: string, body?: unknown, options?: SendOptions): Promise<string>;
  /** Publishes; whether the server let it. */
  send(subject: string, body?: unknown, options?: SendOptions): Promise<boolean>;
  /** What comes on a subject while something is done, and shortly after. */
  hear(subject: string, during: () => Promise<unknown>, queue?: string): Promise<string>;
}

interface Listening {
  readonly heard: readonly string[];
  readonly isRefused: boolean;
  readonly unsubscribe: () => void;
}

/** Longest wait for what a server that would do it does in a few milliseconds. */
export const patienceMs = 300;
/** Between two messages that belong together. */
const restMs = 40;

/** @throws EventStoreError `UNAVAILABLE`, or `PERMISSION_DENIED` where the login is not accepted */
export async function createRaider({
  url,
  credentials,
  inboxPrefix = "_INBOX",
}: RaiderLogin): Promise<Raider> {
  const nats = await connect({
    ...clientOptions(url, {
      name: "openclaw-events isolation test",
      inboxPrefix,
      credentials: { creds: credentials },
    }),
    reconnect: false,
  }).catch((error: unknown) => {
    throw translateError(`logging in for the isolation test`, error);
  });
  const refused = watchRefusals(nats);
  const inbox = (): string => createInbox(inboxPrefix);

  const send: Raider["send"] = async (subject, body, { reply, headers } = {}) => {
    try {
      nats.publish(subject, encode(body), {
        ...(reply !== undefined && { reply }),
        ...(headers && { headers: toHeaders(headers) }),
      });
    } catch {
      return false;
    }
    await nats.flush();
    // Refusals come before the answer to the flush, but are told a turn later.
    await nextTurn();
    return !refused.has(subject);
  };

  const listen = (subject: string, queue?: string): Listening => {
    const heard: string[] = [];
    const listening = { heard, isRefused: false };
    const subscription = nats.subscribe(subject, {
      ...(queue !== undefined && { queue }),
      callback(error, message) {
        if (error) listening.isRefused = true;
        else heard.push(describe(message));
      },
    });
    return Object.assign(listening, { unsubscribe: () => subscription.unsubscribe() });
  };

  const hear: Raider["hear"] = async (subject, during, queue) => {
    const listening = listen(subject, queue);
    await nats.flush();
    const isTried = !listening.isRefused && (await during()) !== false;
    if (isTried) await untilQuiet(listening.heard);
    listening.unsubscribe();
    return listening.heard.join("\n");
  };

  return {
    nats,
    inbox,
    send,
    hear,
    async ask(subject, body, options) {
      const reply = inbox();
      const { heard, unsubscribe } = listen(reply);
      if (await send(subject, body, { ...options, reply })) await untilFirst(heard);
      unsubscribe();
      return heard.join("\n");
    },
    [Symbol.asyncDispose]: async () => nats.close(),
  };
}

/** Subjects that the server did not let be published to; it tells before it answers a ping. */
function watchRefusals(nats: NatsConnection): ReadonlySet<string> {
  const refused = new Set<string>();
  void (async () => {
    for await (const status of nats.status())
      if (status.type === "error" && status.error instanceof errors.PermissionViolationError)
        refused.add(status.error.subject);
  })();
  return refused;
}

async function untilFirst(heard: readonly string[]): Promise<void> {
  const end = performance.now() + patienceMs;
  while (heard.length === 0 && performance.now() < end) await sleep(2);
}

async function untilQuiet(heard: readonly string[]): Promise<void> {
  const end = performance.now() + patienceMs;
  await untilFirst(heard);
  for (let count = -1; count !== heard.length && performance.now() < end; await sleep(restMs))
    count = heard.length;
}

function describe({ subject, headers, data }: Msg): string {
  if (headers?.code === 503) return "";
  const lines = (headers?.keys() ?? []).map((key) => `${key}: ${headers?.get(key)}`);
  return [subject, ...lines, Buffer.from(data).toString("latin1")].join("\n");
}

function encode(body: unknown): string {
  if (body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body);
}

function toHeaders(entries: Readonly<Record<string, string>>): MsgHdrs {
  const made = createHeaders();
  for (const [key, value] of Object.entries(entries)) made.set(key, value);
  return made;
}
