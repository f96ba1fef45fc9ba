import { isCoreEvent } from "@openclaw/event-schema";
import {
  createForgottenTest,
  tombstoneOf,
  type ForgetScope,
} from "@openclaw/event-schema/forgetting";
import type { Abortable, EventReader } from "../event-reader.ts";
import { placeOf, type EventPlace } from "./remove-events.ts";

/** Where the events of a scope are, oldest first. */
export async function findForgotten(
  reader: EventReader,
  scope: ForgetScope,
  options: Abortable = {},
): Promise<readonly EventPlace[]> {
  const isForgotten = createForgottenTest([tombstoneOf(scope, { count: 0, of: "", at: 0 })]);
  const { agent, session } = scope;
  const places: EventPlace[] = [];
  for await (const stored of reader.read({ agent, session }, options))
    if (isForgotten(stored.event)) places.push(placeOf(stored));
  return places;
}

/** The scope and, where it is a session, those of the sub-agents that it had, and theirs. */
export async function withSubagents(
  reader: EventReader,
  scope: ForgetScope,
  options: Abortable = {},
): Promise<readonly ForgetScope[]> {
  const { agent: _, ...common } = scope;
  const scopes = new Map([[scope.session, scope]]);
  for (const session of scopes.keys())
    for (const child of session === undefined ? [] : await childrenOf(reader, session, options))
      if (!scopes.has(child)) scopes.set(child, { ...common, session: child });
  return [...scopes.values()];
}

async function childrenOf(
  reader: EventReader,
  session: string,
  options: Abortable,
): Promise<readonly string[]> {
  const children: string[] = [];
  for await (const { event } of reader.read({ session, type: "subagent.spawned" }, options))
    if (isCoreEvent(event, "subagent.spawned")) children.push(event.payload.data.childSessionKey);
  return children;
}
