import { expect, test, vi } from "vitest";
import { EventStoreError, isEventStoreError } from "./errors.ts";

test("an error is told by its code, and keeps its cause", () => {
  const cause = new Error("socket closed");

  const error = new EventStoreError("UNAVAILABLE", "no server answers", { cause });

  expect(isEventStoreError(error)).toBe(true);
  expect(isEventStoreError(error, "UNAVAILABLE")).toBe(true);
  expect(isEventStoreError(error, "TIMEOUT")).toBe(false);
  expect(error).toMatchObject({ name: "EventStoreError", message: "no server answers", cause });
});

test("an error of another copy of the package is recognised", async () => {
  vi.resetModules();
  const copy = await import("./errors.ts");

  const error = new copy.EventStoreError("CLOSED", "closed");

  expect(error).not.toBeInstanceOf(EventStoreError);
  expect(isEventStoreError(error, "CLOSED")).toBe(true);
});

test.each([
  undefined,
  null,
  "CLOSED",
  { code: "CLOSED" },
  Object.assign(new Error(), { code: "CLOSED" }),
])("%j is none", (value) => {
  expect(isEventStoreError(value)).toBe(false);
});
