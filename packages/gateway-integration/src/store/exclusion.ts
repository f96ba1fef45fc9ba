import { matchEvent } from "@openclaw/event-query";
import { parseSessionKey, type OpenClawEvent } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";

/** Whether the settings keep an event from being recorded. */
export function createExclusion({
  sessions,
  channels,
  types,
}: EventStoreConfig["exclude"]): (event: OpenClawEvent) => boolean {
  const tests = sessions.map((session) => matchEvent({ session }));
  if (types.length > 0) tests.push(matchEvent({ type: types }));
  if (channels.length > 0)
    tests.push(({ meta, session }) =>
      [meta.channel, parseSessionKey(session).channel].some(
        (channel) => channel !== undefined && channels.includes(channel),
      ),
    );
  return (event) => tests.some((test) => test(event));
}
