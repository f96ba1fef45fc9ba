import { parseSessionKey } from "@openclaw/event-schema";
import type { Fact } from "@openclaw/event-schema/transcript";
import { subagentSpawned } from "./hook-schemas.ts";
import type { RecorderMemory } from "./memory.ts";

/** Whether nothing of a session may be recorded: the gateway says so, or it is a sub-agent of one such. */
export function isHidden(session: string, memory: RecorderMemory): boolean {
  return parseSessionKey(session).incognito || memory.session(session).hidden === true;
}

/**
 * Whether a fact is one of those that come before it is told whose sub-agent the session is: the gateway
 * writes the task of a sub-agent first, and tells of the spawn before its run starts.
 */
export function comesEarly({ session, type }: Fact, memory: RecorderMemory): boolean {
  const { kind } = parseSessionKey(session);
  return (
    (kind === "subagent" || kind === "acp") &&
    (type === "conversation.message.in" || type === "lifecycle.start") &&
    memory.session(session).spawned !== true
  );
}

/** The session of the sub-agent that a fact tells of, which is hidden where its parent is. */
export function spawnedBy(fact: Fact, memory: RecorderMemory): string | undefined {
  if (fact.type !== "subagent.spawned") return undefined;
  const { childSessionKey } = subagentSpawned.parse(fact.data);
  if (isHidden(fact.session, memory)) memory.updateSession(childSessionKey, { hidden: true });
  return childSessionKey;
}
