import type { Publisher } from "@openclaw/event-publisher";
import type { EventSink } from "@openclaw/migrate";
import type { OpenStore } from "./open-store.ts";
import { openWriter } from "./open-writer.ts";

/** Opens a way to store events of any agent, each where the settings keep those of its agent. */
export async function openWriters(store: OpenStore): Promise<EventSink & AsyncDisposable> {
  const shared = await openWriter(store);
  const own = new Map<string, Publisher>();
  for (const agent of Object.keys(store.stores.agents ?? {}))
    own.set(agent, await openWriter(store, agent));
  const all = [shared, ...own.values()];
  return {
    publish: (event) => (own.get(event.agent) ?? shared).publish(event),
    async flush(options) {
      const flushed = await Promise.all(all.map(async (each) => each.flush(options)));
      return flushed.every(Boolean);
    },
    get status() {
      return { lastError: all.find(({ status }) => status.lastError)?.status.lastError };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map(async (each) => each[Symbol.asyncDispose]()));
    },
  };
}
