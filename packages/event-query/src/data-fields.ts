import type { OpenClawEvent } from "@openclaw/event-schema";

/** A field of `payload.data` where it is a string; cheaper than to check the whole of the data. */
export function stringField({ payload }: OpenClawEvent, name: string): string | undefined {
  const value = fieldOf(payload.data, name);
  return typeof value === "string" ? value : undefined;
}

/** A field of `payload.data` where it is a number. */
export function numberField({ payload }: OpenClawEvent, name: string): number | undefined {
  const value = fieldOf(payload.data, name);
  return typeof value === "number" ? value : undefined;
}

/** Whether a field of `payload.data` is `true`. */
export function isFlagged({ payload }: OpenClawEvent, name: string): boolean {
  return fieldOf(payload.data, name) === true;
}

/** A field of data of any shape. */
export function fieldOf(data: unknown, name: string): unknown {
  return typeof data === "object" && data !== null ? Reflect.get(data, name) : undefined;
}
