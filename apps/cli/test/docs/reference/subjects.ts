import { agentPrefix, eventSubject, subjectFilter } from "@openclaw/event-schema";
import { code, heading, markdownTable } from "./table.ts";

const prefix = "openclaw.events";

const examples = [
  { agent: "main", session: "agent:main:main", type: "conversation.message.in" },
  { agent: "main", session: "agent:main:telegram:dm:+49 30 1", type: "run.end" },
  { agent: "a.b", session: "*", type: "deploy-log.deploy.finished" },
  { agent: "public", session: "agent:public:main", type: "lifecycle.start" },
] as const;

/** The grammar of subjects, with examples that the code itself makes. */
export function subjectsReference(): string {
  const own = (agent: string, filter: Parameters<typeof subjectFilter>[1] = {}): string =>
    code(subjectFilter(agentPrefix(prefix, agent), filter));
  return [
    heading("Subjects", "the functions that make subjects"),
    "",
    "```text",
    "<agent prefix>.<visibility>.<session>.<type>",
    "```",
    "",
    "The agent prefix is `<subjectPrefix>.<agent>`, or the prefix itself where that already ends in the agent.",
    "Agent and session are one token each, a type is one token per segment. Tokens are percent-encoded, `.`",
    "and `*` too; what is longer than 160 bytes is `%h` and a hash, and the event holds the original.",
    "[Why it is so](../decisions/0002-subjects-hold-any-string.md).",
    "",
    markdownTable(
      ["agent", "session", "type", "subject"],
      examples.map(({ agent, session, type }) => [
        code(agent),
        code(session),
        code(type),
        code(eventSubject(agentPrefix(prefix, agent), { visibility: "internal", session, type })),
      ]),
    ),
    "",
    "## Filters",
    "",
    "One pattern for whatever is to be read, shared or forbidden; the server evaluates it.",
    "",
    markdownTable(
      ["events", "pattern"],
      [
        ["of all agents", code(`${prefix}.>`)],
        ["of one agent", code(`${agentPrefix(prefix, "main")}.>`)],
        ["that an agent shares", own("main", { visibility: "public" })],
        ["of a session", own("main", { session: "agent:main:main" })],
        ["of a type", own("main", { type: "conversation.tool_call" })],
        ["of a family of types", own("main", { type: "conversation.message.*" })],
      ],
    ),
    "",
  ].join("\n");
}
