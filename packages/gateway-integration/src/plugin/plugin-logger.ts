import type { Logger } from "@openclaw/event-schema";
import type { PluginLogger } from "./openclaw-api.ts";

/** The gateway's log, which all plugins share: each line begins with the name of this one. */
export function createPluginLogger(log: PluginLogger, name: string): Logger {
  const line = (message: string, details: object = {}): string =>
    `${name}: ${message}${inBrackets(details)}`;
  return {
    error: (...told) => log.error(line(...told)),
    warn: (...told) => log.warn(line(...told)),
    info: (...told) => log.info(line(...told)),
    debug: (...told) => log.debug?.(line(...told)),
  };
}

/** Texts and numbers, and the messages of errors. */
function inBrackets(details: object): string {
  const parts = Object.entries(details).flatMap(([name, value]: [string, unknown]) => {
    const told = value instanceof Error ? value.message : value;
    return typeof told === "string" || typeof told === "number" ? [`${name}: ${told}`] : [];
  });
  return parts.length === 0 ? "" : ` (${parts.join(", ").replaceAll(/\s+/g, " ")})`;
}
