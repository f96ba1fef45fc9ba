import { isCoreEvent } from "../core-events.ts";
import { parseEvent } from "../event.ts";
import type { OpenClawEvent } from "../event.ts";

/** What a reader of a source makes of a record; without a type where it has no name for it. */
interface Draft extends Record<string, unknown> {
  readonly type: string | undefined;
  readonly visibility: string | undefined;
  readonly payload: { readonly stream: string; readonly [field: string]: unknown };
}

/** The event of a draft: `unknown.<stream>` where its data is not what its type would hold. */
export function legacyEvent(draft: Draft): OpenClawEvent {
  const unknown = `unknown.${draft.payload.stream}`.slice(0, 256);
  const event = parseEvent({
    ...draft,
    type: draft.type ?? unknown,
    visibility: draft.visibility === "public" ? "public" : "internal",
  });
  return isCoreEvent(event) ? event : { ...event, type: unknown };
}
