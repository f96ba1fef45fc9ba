/** What can go wrong, as stable strings a program may compare. */
export type EventStoreErrorCode =
  | "INVALID_EVENT"
  | "INVALID_CONFIG"
  | "INVALID_ARGUMENT"
  | "UNAVAILABLE"
  | "TIMEOUT"
  | "CLOSED"
  | "PERMISSION_DENIED"
  | "STREAM_NOT_FOUND"
  | "EVENT_NOT_FOUND"
  | "STREAM_CONFLICT"
  | "STREAM_MISMATCH"
  | "STORAGE_FULL"
  | "PAYLOAD_TOO_LARGE"
  | "UNSUPPORTED_SERVER"
  | "IN_USE"
  | "CORRUPT"
  | "ABORTED"
  | "INTERNAL";

const brand = Symbol.for("openclaw.event-store.error");

/** The one error class of the event store; tell failures apart by `code`, never by message. */
export class EventStoreError extends Error {
  override readonly name: string = "EventStoreError";
  readonly code: EventStoreErrorCode;

  constructor(code: EventStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Whether `error` comes from the event store; holds across several installed copies of it. */
export function isEventStoreError(
  error: unknown,
  code?: EventStoreErrorCode,
): error is EventStoreError {
  if (!(error instanceof Error) || !(brand in error)) return false;
  return code === undefined || ("code" in error && error.code === code);
}
