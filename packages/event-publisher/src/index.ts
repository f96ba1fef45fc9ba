export type { FullPolicy } from "./outbox/outbox.ts";
export { openPublisher } from "./publisher.ts";
export type { OutboxOptions, Publisher, PublisherOptions, PublisherStatus } from "./publisher.ts";
