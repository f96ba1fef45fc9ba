import type { OpenClawEvent } from "@openclaw/event-schema";
import { fieldOf, isFlagged, stringField } from "../data-fields.ts";
import type { StoredEvent } from "../event-reader.ts";

/** Events as a transcript in Markdown: what was said, and what tools were asked and gave. */
export async function* exportMarkdown(events: AsyncIterable<StoredEvent>): AsyncGenerator<string> {
  let session: string | undefined;
  for await (const { event } of events) {
    const text = paragraphOf(event);
    if (text === undefined) continue;
    if (event.session !== session) yield `# ${event.session}\n\n`;
    session = event.session;
    yield `${text}\n\n`;
  }
}

function paragraphOf(event: OpenClawEvent): string | undefined {
  const time = new Date(event.timestamp).toISOString();
  const name = stringField(event, "name") ?? "";
  const { data } = event.payload;
  switch (event.type) {
    case "conversation.message.in":
      return `**${stringField(event, "from") ?? "user"}** · ${time}\n\n${stringField(event, "text") ?? ""}`;
    case "conversation.message.out":
      return `**${event.agent}** · ${time}\n\n${stringField(event, "text") ?? ""}`;
    case "conversation.tool_call":
      return `**tool ${name}** · ${time}\n\n${block(fieldOf(data, "args"))}`;
    case "conversation.tool_result": {
      const outcome = isFlagged(event, "isError") ? "failed" : "gave";
      return `**tool ${name} ${outcome}** · ${time}\n\n${block(fieldOf(data, "result"))}`;
    }
    default:
      return undefined;
  }
}

/** The fence is longer than any run of backticks within. */
function block(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value, undefined, 2) ?? "");
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
