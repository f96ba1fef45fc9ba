export { eventStoreConfigSchema, parseConfig } from "./config.ts";
export type { EventStoreConfig } from "./config.ts";
