export { eventStoreConfigSchema, parseConfig } from "./config.ts";
export type { EventStoreConfig } from "./config.ts";
export { storePlaces } from "./store-places.ts";
export type { StorePlace } from "./store-places.ts";
