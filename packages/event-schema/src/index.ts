export { coreEventData, isCoreEvent } from "./core-events.ts";
export type { CoreEvent, CoreEventType } from "./core-events.ts";
export { EventStoreError, isEventStoreError } from "./errors.ts";
export type { EventStoreErrorCode } from "./errors.ts";
export { eventId } from "./event-id.ts";
export { eventSchema, parseEvent } from "./event.ts";
export type { EventMeta, OpenClawEvent, Visibility } from "./event.ts";
export { silentLogger } from "./logger.ts";
export type { Logger } from "./logger.ts";
export { agentOfSession } from "./session-key.ts";
export {
  agentPrefix,
  decodeToken,
  encodeToken,
  eventSubject,
  parseSubject,
  subjectFilter,
} from "./subject.ts";
export type { SubjectFilter, SubjectParts } from "./subject.ts";
