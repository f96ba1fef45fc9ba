import type { Logger } from "@openclaw/event-schema";
import type { PluginLogger } from "./openclaw-api.ts";

/** The gateway's log, which all plugins share: each line begins with the name of this one. */
export function createPluginLogger(log: PluginLogger, name: string): Logger {
  return {
    error: (message) => log.error(`${name}: ${message}`),
    warn: (message) => log.warn(`${name}: ${message}`),
    info: (message) => log.info(`${name}: ${message}`),
    debug: (message) => log.debug?.(`${name}: ${message}`),
  };
}
