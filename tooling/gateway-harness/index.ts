export { createGateway } from "./gateway.ts";
export type { Gateway, Turn } from "./gateway.ts";
export { until } from "./gateway-client.ts";
export { installGateway } from "./install.ts";
export { systemPromptOf } from "./model-answer.ts";
