import { isCoreEvent, type OpenClawEvent } from "@openclaw/event-schema";
import { createForgottenTest, type Tombstone } from "@openclaw/event-schema/forgetting";
import { eventOf } from "./outbox/forget-in-outbox.ts";

/** What was forgotten on purpose, as far as this process has been told. */
export interface Forgetting {
  /** Takes a tombstone as it is stored; `false` where it is known, or none. */
  add(json: Uint8Array): boolean;
  has(event: OpenClawEvent): boolean;
}

export function createForgetting(): Forgetting {
  const tests = new Map<string, (event: OpenClawEvent) => boolean>();
  return {
    add(json) {
      const tombstone = tombstoneIn(json);
      if (tombstone === undefined || tests.has(tombstone.id)) return false;
      tests.set(tombstone.id, createForgottenTest([tombstone]));
      return true;
    },
    has(event) {
      for (const isForgotten of tests.values()) if (isForgotten(event)) return true;
      return false;
    },
  };
}

function tombstoneIn(json: Uint8Array): Tombstone | undefined {
  try {
    const event = eventOf(json);
    return isCoreEvent(event, "store.forgotten") ? event : undefined;
  } catch {
    return undefined;
  }
}
