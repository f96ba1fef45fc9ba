import type { Payload } from "./gateway-client.ts";

/** How a turn ended. */
export interface Turn {
  /** Of the message; the run that answers has another id where the message had to wait for its turn. */
  readonly sentAs: string;
  readonly runId: string;
  readonly text: string;
  readonly state: string;
}

/** Whether a chat with this state has ended. */
export function isOver(state: unknown): boolean {
  return state === "final" || state === "error" || state === "aborted";
}

/** The run that began in a session, as the gateway told it. */
export function runBegunIn(session: string, heard: readonly Payload[]): string | undefined {
  const found = heard.find(
    ({ sessionKey, stream, data }) =>
      sessionKey === session && stream === "lifecycle" && phaseOf(data) === "start",
  );
  return found === undefined ? undefined : String(found["runId"]);
}

function phaseOf(data: unknown): unknown {
  return typeof data === "object" && data !== null && "phase" in data ? data.phase : undefined;
}

/** What the message of a chat event says. */
export function textOf({ message }: Payload): string {
  if (typeof message !== "object" || message === null || !("content" in message)) return "";
  const parts: unknown = message.content;
  if (!Array.isArray(parts)) return "";
  return parts.map((part: { text?: string }) => part.text ?? "").join("");
}
