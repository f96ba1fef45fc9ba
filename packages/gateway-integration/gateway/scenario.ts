import { fileURLToPath } from "node:url";
import { createEventReader } from "@openclaw/event-query";
import { isCoreEvent, type CoreEventType, type OpenClawEvent } from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";
import type { TestServer } from "@openclaw/jetstream/testing";
import {
  createGateway,
  installGateway,
  until,
  type Gateway,
  type PluginEntry,
} from "@openclaw/tooling/gateway-harness";

export const main = "agent:main:main";
export const second = "agent:main:second";
export const helper = "agent:helper:main";

/** A gateway that records to a server. */
export interface World {
  readonly server: TestServer;
  readonly gateway: Gateway;
}

const builtAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Another extension, with events of its own. */
export const deployLog: PluginEntry = {
  id: "deploy-log",
  path: builtAt("../../../apps/examples"),
};

const stores = { stream: "openclaw-events", subjectPrefix: "openclaw.events" };

/** The plugin as it was built. */
export function eventStore(config: object): PluginEntry {
  return { id: "event-store", path: builtAt(".."), config };
}

export async function startGateway(plugins: readonly PluginEntry[]): Promise<Gateway> {
  const gateway = await createGateway(installGateway(), plugins);
  try {
    await gateway.start();
    return gateway;
  } catch (error) {
    await gateway[Symbol.asyncDispose]();
    throw error;
  }
}

/** Everything in the stream, in the order it was stored. */
async function storedEvents(url: string): Promise<readonly OpenClawEvent[]> {
  await using connection = connect({ url });
  const events: OpenClawEvent[] = [];
  for await (const { event } of createEventReader(connection, stores).read()) events.push(event);
  return events;
}

/** As {@link storedEvents}, as soon as they pass. */
export function storedWhen(
  what: string,
  url: string,
  passes: (events: readonly OpenClawEvent[]) => boolean,
): Promise<readonly OpenClawEvent[]> {
  return until(what, async () => {
    const events = await storedEvents(url).catch(() => []);
    return passes(events) ? events : undefined;
  });
}

/** As {@link storedEvents}, as soon as events of these runs' ends are there. */
export function eventsOfRuns(
  url: string,
  runIds: readonly string[],
): Promise<readonly OpenClawEvent[]> {
  return storedWhen("all runs are stored", url, (events) => {
    const ended = new Set(
      events
        .filter(({ type }) => type === "run.end" || type === "run.error")
        .map(({ payload }) => payload.runId),
    );
    return runIds.every((runId) => ended.has(runId));
  });
}

type MessageType = "conversation.message.in" | "conversation.message.out";

/** What was said: run and text of each message, in order. */
export function said(
  events: readonly OpenClawEvent[],
  type: MessageType,
  session?: string,
): readonly (readonly [runId: string, text: string])[] {
  return events.flatMap((event) =>
    event.type === type && (session === undefined || event.session === session)
      ? [[event.payload.runId, textOf(event)] as const]
      : [],
  );
}

/** All that was said in a session, in order. */
export function conversation(events: readonly OpenClawEvent[], session: string): readonly string[] {
  return events.flatMap((event) =>
    event.session === session && event.type.startsWith("conversation.message.")
      ? [textOf(event)]
      : [],
  );
}

function textOf(event: OpenClawEvent): string {
  if (isCoreEvent(event, "conversation.message.in")) return event.payload.data.text;
  if (isCoreEvent(event, "conversation.message.out")) return event.payload.data.text;
  return "";
}

export function countOf(
  events: readonly OpenClawEvent[],
  type: CoreEventType,
  session?: string,
): number {
  return events.filter(
    (event) => event.type === type && (session === undefined || event.session === session),
  ).length;
}

/** Ids that are there more than once. */
export function doubled(events: readonly OpenClawEvent[]): readonly string[] {
  const ids = events.map(({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

/** Warnings and errors of the plugin, and of the gateway about it. */
export function complaints(gateway: Gateway): readonly string[] {
  return gateway.warnings().filter((line) => line.includes("event-store"));
}
