import { getHealthCheck, registerHealthCheck } from "openclaw/plugin-sdk/health";
import { checkHealth, checkId } from "./check-health.ts";

// The gateway's doctor imports this file, and runs the checks that are registered by then.
if (getHealthCheck(checkId) === undefined)
  registerHealthCheck({
    id: checkId,
    kind: "plugin",
    description: "Events are recorded, stored and remembered",
    source: "event-store",
    detect: async ({ env = process.env }) => checkHealth(env),
  });

export { legacyConfigRules, normalizeCompatibilityConfig } from "./move-settings.ts";
