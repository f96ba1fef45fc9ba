export { startEmbeddedServer } from "./embedded-server.ts";
export type { EmbeddedServer, EmbeddedServerOptions } from "./embedded-server.ts";
export { findNatsServer } from "./find-nats-server.ts";
export type { FindNatsServerOptions, NatsServerBinary } from "./find-nats-server.ts";
export { readServerRecord } from "./server-config.ts";
export type { ServerRecord } from "./server-config.ts";
