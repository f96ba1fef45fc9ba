export { fromCloudEvent, toCloudEvent } from "./cloud-event.ts";
export type { CloudEvent } from "./cloud-event.ts";
export { coreEventData, isCoreEvent } from "./core-events.ts";
export type { CoreEvent, CoreEventType } from "./core-events.ts";
export { defineEvent, readEvent } from "./define-event.ts";
export type { DefineEventOptions, EventDefinition } from "./define-event.ts";
export { emit } from "./emit.ts";
export type { EmitContext, EmitResult } from "./emit.ts";
export { EventStoreError, isEventStoreError } from "./errors.ts";
export type { EventStoreErrorCode } from "./errors.ts";
export { eventId } from "./event-id.ts";
export { eventSchema, parseEvent } from "./event.ts";
export type { EventMeta, OpenClawEvent, Visibility } from "./event.ts";
export { silentLogger } from "./logger.ts";
export type { Logger } from "./logger.ts";
export { agentOfSession, parseSessionKey } from "./session-key.ts";
export type { SessionKey, SessionKind } from "./session-key.ts";
export { bindSink } from "./sink.ts";
export type { EventSink, SinkBinding } from "./sink.ts";
export {
  agentOfSubject,
  agentPrefix,
  decodeToken,
  encodeToken,
  eventSubject,
  parseSubject,
  subjectFilter,
} from "./subject.ts";
export type { SubjectFilter, SubjectParts } from "./subject.ts";
export type { Upcast } from "./upcast.ts";
