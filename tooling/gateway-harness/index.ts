export { createGateway } from "./gateway.ts";
export type { Gateway } from "./gateway.ts";
export type { PluginEntry } from "./gateway-config.ts";
export { until } from "./gateway-client.ts";
export type { Payload } from "./gateway-client.ts";
export { installGateway } from "./install.ts";
export { systemPromptOf } from "./model-answer.ts";
export type { Turn } from "./turn.ts";
