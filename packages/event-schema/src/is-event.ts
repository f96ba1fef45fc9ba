import type { OpenClawEvent } from "./event.ts";

/** Goes into a message header, so visible ASCII only. */
export const idPattern: RegExp = /^[!-~]{1,256}$/;
/** The end of the year 9999, the last one that RFC 3339 can write. */
export const maxUnixMs = 253_402_300_799_999;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Whether a value is an event by `eventSchema`, told without copying it: where events are read by the
 * million, the schema would take as long as the JSON parser.
 */
export function isEvent(value: unknown): value is OpenClawEvent {
  return (
    isFields(value) &&
    isId(value["id"]) &&
    isUnixMs(value["timestamp"]) &&
    isName(value["agent"]) &&
    isName(value["session"]) &&
    isType(value["type"]) &&
    (value["visibility"] === "internal" || value["visibility"] === "public") &&
    isPayload(value["payload"]) &&
    isMeta(value["meta"])
  );
}

function isPayload(value: unknown): boolean {
  return (
    isFields(value) &&
    typeof value["runId"] === "string" &&
    typeof value["stream"] === "string" &&
    "data" in value &&
    typeof value["sessionKey"] === "string" &&
    isPosition(value["seq"]) &&
    isUnixMs(value["ts"])
  );
}

function isMeta(value: unknown): boolean {
  return (
    isFields(value) &&
    typeof value["runId"] === "string" &&
    isPosition(value["seq"]) &&
    isOptionalString(value["model"]) &&
    isOptionalString(value["channel"]) &&
    isOptionalString(value["import"]) &&
    (value["schemaVersion"] === undefined ||
      (isPosition(value["schemaVersion"]) && value["schemaVersion"] > 0))
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isId(value: unknown): boolean {
  return typeof value === "string" && idPattern.test(value);
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length > 0;
}

function isType(value: unknown): boolean {
  return isName(value) && value.length <= 256;
}

function isOptionalString(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

function isPosition(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isUnixMs(value: unknown): boolean {
  return isPosition(value) && value <= maxUnixMs;
}
