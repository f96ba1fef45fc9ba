import { parseConfig } from "@openclaw/event-schema/config";
import { registerCliCommands } from "./cli-commands.ts";
import { registerGatewayMethods } from "./gateway-methods.ts";
import { registerHttpApi } from "./http-api.ts";
import { injectContext } from "./inject-context.ts";
import type { OpenClawPluginApi } from "./openclaw-api.ts";
import { createPluginLogger } from "./plugin-logger.ts";
import { registerQueryTool } from "./query-tool.ts";
import { recordHooks } from "./record.ts";
import { eventStoreService } from "./service.ts";
import { mayAccessConversations } from "./settings.ts";
import { registerStatusCommand } from "./status-command.ts";

/**
 * Registers everything in every mode: the gateway calls the hooks of one copy of the plugin and starts
 * the services of another. Nothing is opened here; command line calls register plugins, too.
 */
export function register(api: OpenClawPluginApi): void {
  const config = parseConfig(api.pluginConfig);
  const logger = createPluginLogger(api.logger, api.id);
  registerCliCommands(api);
  registerStatusCommand(api);
  registerGatewayMethods(api, config);
  registerHttpApi(api, config);
  if (!config.enabled) return;
  recordHooks(api, logger);
  registerQueryTool(api);
  api.registerService(eventStoreService(api, config, logger));
  if (mayAccessConversations(api)) injectContext(api, config, logger);
  else if (config.context.enabled)
    logger.info(
      `events are recorded, memory is not put into prompts: set plugins.entries.${api.id}.hooks.allowConversationAccess to true to allow it`,
    );
}
