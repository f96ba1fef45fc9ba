export { eventStoreConfigSchema, parseConfig } from "./config.ts";
export type { EventStoreConfig } from "./config.ts";
export { isSameLogin, storePlaces } from "./store-places.ts";
export type { AgentPlace, StorePlace } from "./store-places.ts";
