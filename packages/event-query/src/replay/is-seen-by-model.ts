import type { OpenClawEvent } from "@openclaw/event-schema";
import { stringField } from "../data-fields.ts";

/** Whether a model was told it or did it: not what the gateway answers by itself, nor what a tool's code calls. */
export function isSeenByModel(event: OpenClawEvent): boolean {
  return (
    stringField(event, "role") !== "gateway" && stringField(event, "parentToolCallId") === undefined
  );
}
