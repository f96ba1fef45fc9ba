interface ChatMessage {
  readonly role: string;
  readonly content?: string | readonly { readonly text?: string }[] | null;
  readonly tool_call_id?: string;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly { readonly function?: { readonly name?: string } }[];
  readonly stream?: boolean;
}

export interface ModelAnswer {
  readonly text: string;
  readonly delayMs: number;
  /** HTTP status to fail with. */
  readonly fail?: number;
  readonly tool?: { readonly name: string; readonly args: unknown };
}

/** What the gateway puts around what the user said. */
const gatewayText = [
  /<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>[\s\S]*?<<<END_OPENCLAW_INTERNAL_CONTEXT>>>/g,
  /^\s*\[[A-Z][a-z]{2} \d{4}-\d{2}-\d{2} [^\]]*\]\s*/,
  /\n\nRuntime: agent=[^\n]*\s*$/,
];
const compaction = /## Decisions\n## Open TODOs\n/;
const sections = `## Decisions
- none
## Open TODOs
- none
## Constraints/Rules
- none
## Pending user asks
- none
## Exact identifiers
- none`;

/**
 * Decides by the request alone. In the last thing the user said, `[[tool:NAME JSON]]` calls a tool,
 * `[[fail:STATUS]]` fails, `[[slow:MS]]` waits; after a tool's result, that is answered; all else is echoed.
 */
export function answerTo({ messages, tools = [] }: ChatRequest): ModelAnswer {
  const asked = messages.findLastIndex((message) => saidIn(message) !== "");
  const said = saidIn(messages[asked]);
  const delayMs = Number(/\[\[slow:(\d+)\]\]/.exec(said)?.[1] ?? 0);
  if (tools.length === 0 && compaction.test(said)) return { text: sections, delayMs };
  const result = messages.slice(asked).findLast(({ role }) => role === "tool");
  if (result) return { text: `the tool said: ${textOf(result).slice(0, 200)}`, delayMs };
  return { delayMs, ...asToldBy(said) };
}

function asToldBy(said: string): Omit<ModelAnswer, "delayMs"> {
  const fail = /\[\[fail:(\d{3})\]\]/.exec(said)?.[1];
  if (fail !== undefined) return { text: "", fail: Number(fail) };
  const [, name, args = ""] = /\[\[tool:([\w.-]+)\s*([\s\S]*?)\]\]/.exec(said) ?? [];
  if (name !== undefined) return { text: "", tool: { name, args: JSON.parse(args) } };
  return { text: `ECHO: ${said.slice(-400)}` };
}

/** The text of the system prompt. */
export function systemPromptOf({ messages }: ChatRequest): string {
  return messages
    .flatMap((message) => (message.role === "system" ? [textOf(message)] : []))
    .join("");
}

function saidIn(message: ChatMessage | undefined): string {
  if (message?.role !== "user") return "";
  return gatewayText.reduce((text, pattern) => text.replace(pattern, ""), textOf(message)).trim();
}

function textOf({ content }: ChatMessage): string {
  if (typeof content === "string") return content;
  return (content ?? []).map(({ text = "" }) => text).join("\n");
}
