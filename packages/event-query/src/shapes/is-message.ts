import type { OpenClawEvent } from "@openclaw/event-schema";

/** Types of the events that hold what somebody said. */
export const messageTypes = ["conversation.message.in", "conversation.message.out"] as const;

export function isMessage({ type }: OpenClawEvent): boolean {
  return messageTypes.some((known) => known === type);
}
