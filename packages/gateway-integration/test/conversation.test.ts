import { conversation, type Conversation } from "@openclaw/event-query";
import { expect, test } from "vitest";
import { z } from "zod";
import { hooks, play, records } from "./recorded-run.ts";

/** What the gateway is about to send to a model, of which the recording keeps the roles. */
const prompts = hooks
  .filter(({ hook }) => hook === "before_prompt_build")
  .map(({ t, event, ctx }) => ({
    t,
    ...z.object({ messages: z.array(z.object({ role: z.string() })) }).parse(event),
    ...z.object({ sessionKey: z.string(), runId: z.string() }).parse(ctx),
  }));

test.each(prompts)(
  "before run $runId the conversation is what the gateway gives the model",
  ({ t, messages, sessionKey, runId }) => {
    const { events } = play(records.filter((record) => record.t <= t));

    const state = events
      .filter(({ session, payload }) => session === sessionKey && payload.runId !== runId)
      .reduce(conversation.apply, conversation.initial);

    expect(rolesOf(state)).toEqual(inTurn(messages.map(({ role }) => role)));
  },
);

/** As the gateway calls them. */
function rolesOf({ messages, compacted }: Conversation): readonly string[] {
  const roles = messages.map(({ role }) => {
    if (role === "tool_result") return "toolResult";
    return role === "tool_call" ? "assistant" : role;
  });
  return inTurn([...(compacted > 0 ? ["compactionSummary"] : []), ...roles]);
}

/** What a user says in several messages without a reply, the gateway sometimes sends as one. */
function inTurn(roles: readonly string[]): readonly string[] {
  return roles.filter((role, at) => role !== "user" || roles[at - 1] !== "user");
}
