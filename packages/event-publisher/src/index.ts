export { inspectOutbox } from "./outbox/inspect-outbox.ts";
export type { OutboxFacts } from "./outbox/inspect-outbox.ts";
export type { FullPolicy } from "./outbox/outbox.ts";
export { openPublisher } from "./publisher.ts";
export type { OutboxOptions, Publisher, PublisherOptions, PublisherStatus } from "./publisher.ts";
