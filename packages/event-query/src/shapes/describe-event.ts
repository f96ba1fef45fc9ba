import type { OpenClawEvent } from "@openclaw/event-schema";
import { fieldOf } from "../data-fields.ts";

const maxLength = 200;

/** Fields of the data that tell most, by type; of any other type the first of the last line there is. */
const telling: Readonly<Record<string, readonly string[]>> = {
  "conversation.tool_call": ["name", "args"],
  "conversation.tool_result": ["name", "error", "result"],
  "model.call": ["model", "outcome"],
  "subagent.spawned": ["childSessionKey"],
  "subagent.ended": ["childSessionKey", "outcome"],
};
const tellingOfAny = ["text", "error", "reason", "status", "cause"];

/** What happened, in one line of at most 200 characters. */
export function describeEvent({ type, payload: { data } }: OpenClawEvent): string {
  const texts = (telling[type] ?? tellingOfAny).map((field) => textOf(fieldOf(data, field)));
  const said = texts.filter((text) => text !== "");
  const line = (type in telling ? said.join(" ") : (said[0] ?? "")).replaceAll(/\s+/g, " ").trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1).toWellFormed()}…` : line;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
