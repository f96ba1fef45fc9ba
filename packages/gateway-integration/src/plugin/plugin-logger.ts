import type { Logger } from "@openclaw/event-schema";
import type { PluginLogger } from "./openclaw-api.ts";

/** The gateway's log; its lines carry the plugin's name already. */
export function createPluginLogger(log: PluginLogger): Logger {
  return {
    error: (message) => log.error(message),
    warn: (message) => log.warn(message),
    info: (message) => log.info(message),
    debug: (message) => log.debug?.(message),
  };
}
