import { matchEvent } from "@openclaw/event-query";
import { isCoreEvent, parseSessionKey, type OpenClawEvent } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";
import { boundedMap } from "../recorder/bounded.ts";

/**
 * Whether the settings keep an event from being recorded. It is to be asked in the order of the events: what
 * is excluded by session or channel takes along the sub-agents that it tells of.
 */
export function createExclusion({
  sessions,
  channels,
  types,
}: EventStoreConfig["exclude"]): (event: OpenClawEvent) => boolean {
  const children = boundedMap<string, true>(10_000);
  const tests = sessions.map((session) => matchEvent({ session }));
  if (channels.length > 0)
    tests.push(({ meta, session }) =>
      [meta.channel, parseSessionKey(session).channel].some(
        (channel) => channel !== undefined && channels.includes(channel),
      ),
    );
  const isOfType = types.length > 0 ? matchEvent({ type: types }) : () => false;
  return (event) => {
    const isExcluded = children.has(event.session) || tests.some((test) => test(event));
    if (isExcluded && isCoreEvent(event, "subagent.spawned"))
      children.set(event.payload.data.childSessionKey, true);
    return isExcluded || isOfType(event);
  };
}
