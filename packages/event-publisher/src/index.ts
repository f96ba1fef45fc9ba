export { inspectOutbox } from "./outbox/inspect-outbox.ts";
export type { OutboxFacts } from "./outbox/inspect-outbox.ts";
export type { FullPolicy } from "./outbox/outbox.ts";
export { openPublisher } from "./publisher.ts";
export type { OutboxOptions, Publisher, PublisherOptions, PublisherStatus } from "./publisher.ts";
export { createRedactor } from "./redaction/create-redactor.ts";
export type { Redact, RedactionOptions } from "./redaction/create-redactor.ts";
export type { FindSecrets, Secret } from "./redaction/secret.ts";
