import { JetStreamApiError } from "@nats-io/jetstream";
import { jserrors } from "@nats-io/jetstream/internal";
import { errors } from "@nats-io/nats-core";
import {
  EventStoreError,
  isEventStoreError,
  type EventStoreErrorCode,
} from "@openclaw/event-schema";

/** JetStream's error codes (nats-server `server/errors.json`) that callers tell apart. */
const codes = new Map<number, EventStoreErrorCode>([
  [10023, "STORAGE_FULL"],
  [10028, "STORAGE_FULL"],
  [10039, "UNAVAILABLE"],
  [10047, "STORAGE_FULL"],
  [10054, "PAYLOAD_TOO_LARGE"],
  [10059, "STREAM_NOT_FOUND"],
  [10060, "STREAM_MISMATCH"],
  [10065, "STREAM_CONFLICT"],
  [10077, "STORAGE_FULL"],
]);

/** JetStream's own account of a failure, as it stands in acks and API answers. */
export interface ApiFailure {
  readonly code: number;
  readonly err_code: number;
  readonly description: string;
}

/** The code for a failure JetStream reports; those of no own meaning are `INTERNAL` or, by a 503, `UNAVAILABLE`. */
export function codeOf({ code, err_code }: ApiFailure): EventStoreErrorCode {
  return codes.get(err_code) ?? (code === 503 ? "UNAVAILABLE" : "INTERNAL");
}

/** Says what was tried and keeps the client's error as the cause; one of no known kind is `otherwise`. */
export function translateError(
  tried: string,
  error: unknown,
  otherwise: EventStoreErrorCode = "INTERNAL",
): EventStoreError {
  if (isEventStoreError(error)) return error;
  const [code, advice] = classify(error) ?? [otherwise, ""];
  const detail = error instanceof Error ? error.message : String(error);
  return new EventStoreError(code, `${tried} failed: ${detail}${advice}`, { cause: error });
}

const clientErrors: readonly (readonly [ErrorClass, EventStoreErrorCode, string])[] = [
  [errors.PermissionViolationError, "PERMISSION_DENIED", "; grant this user the subject"],
  [errors.AuthorizationError, "PERMISSION_DENIED", "; check the credentials"],
  [errors.UserAuthenticationExpiredError, "PERMISSION_DENIED", "; renew the credentials"],
  [jserrors.JetStreamNotEnabled, "UNAVAILABLE", "; enable JetStream for this account"],
  [errors.NoRespondersError, "UNAVAILABLE", "; is JetStream on for this account?"],
  [errors.TimeoutError, "TIMEOUT", ""],
  [errors.ClosedConnectionError, "CLOSED", ""],
  [errors.DrainingConnectionError, "CLOSED", ""],
  [errors.ConnectionError, "UNAVAILABLE", ""],
];

type ErrorClass = new (...args: never[]) => Error;

function classify(error: unknown): readonly [EventStoreErrorCode, string] | undefined {
  if (error instanceof JetStreamApiError) return [codeOf(error.apiError()), ""];
  for (const [kind, code, advice] of clientErrors) if (isA(error, kind)) return [code, advice];
  return undefined;
}

/** The client wraps permission and responder errors into a request error. */
function isA(error: unknown, kind: ErrorClass): boolean {
  return error instanceof kind || (error instanceof Error && error.cause instanceof kind);
}
