import { fileURLToPath } from "node:url";
import { createEventReader } from "@openclaw/event-query";
import { isCoreEvent, type CoreEventType, type OpenClawEvent } from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";
import {
  createGateway,
  installGateway,
  until,
  type Gateway,
} from "@openclaw/tooling/gateway-harness";

export const main = "agent:main:main";
export const second = "agent:main:second";
export const helper = "agent:helper:main";

const plugin = { id: "event-store", path: fileURLToPath(new URL("..", import.meta.url)) };
const stores = { stream: "openclaw-events", subjectPrefix: "openclaw.events" };

/** A running gateway with the plugin as it was built. */
export async function startGateway(config: object, entry: object = {}): Promise<Gateway> {
  const gateway = await createGateway(installGateway(), { ...plugin, config, ...entry });
  try {
    await gateway.start();
    return gateway;
  } catch (error) {
    await gateway[Symbol.asyncDispose]();
    throw error;
  }
}

/** Everything in the stream, in the order it was stored. */
export async function storedEvents(url: string): Promise<readonly OpenClawEvent[]> {
  await using connection = connect({ url });
  const events: OpenClawEvent[] = [];
  for await (const { event } of createEventReader(connection, stores).read()) events.push(event);
  return events;
}

/** As {@link storedEvents}, as soon as events of these runs' ends are there. */
export function eventsOfRuns(
  url: string,
  runIds: readonly string[],
): Promise<readonly OpenClawEvent[]> {
  return until("all runs are stored", async () => {
    const events = await storedEvents(url).catch(() => []);
    const ended = new Set(
      events
        .filter(({ type }) => type === "run.end" || type === "run.error")
        .map(({ payload }) => payload.runId),
    );
    return runIds.every((runId) => ended.has(runId)) ? events : undefined;
  });
}

/** What was said: run and text of each message, in order. */
export function said(
  events: readonly OpenClawEvent[],
  type: "conversation.message.in" | "conversation.message.out",
  session?: string,
): readonly (readonly [runId: string, text: string])[] {
  return events.flatMap((event) => {
    if (session !== undefined && event.session !== session) return [];
    if (type === "conversation.message.in" && isCoreEvent(event, "conversation.message.in"))
      return [[event.payload.runId, event.payload.data.text] as const];
    if (type === "conversation.message.out" && isCoreEvent(event, "conversation.message.out"))
      return [[event.payload.runId, event.payload.data.text] as const];
    return [];
  });
}

export function countOf(events: readonly OpenClawEvent[], type: CoreEventType): number {
  return events.filter((event) => event.type === type).length;
}

/** Ids that are there more than once. */
export function doubled(events: readonly OpenClawEvent[]): readonly string[] {
  const ids = events.map(({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

/** Warnings and errors of the plugin, and of the gateway about it. */
export function complaints(gateway: Gateway): readonly string[] {
  return gateway.warnings().filter((line) => line.includes(plugin.id));
}
