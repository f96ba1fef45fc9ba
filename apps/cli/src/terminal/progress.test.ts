import { expect, test } from "vitest";
import { formatBytes } from "./format.ts";
import { progressText } from "./progress.ts";

test("progress tells share, rate and the time left at that rate", () => {
  const half = { done: 3 * 1024 * 1024, total: 6 * 1024 * 1024, seconds: 2 };

  expect(progressText(half, formatBytes)).toBe("[##########----------]  50 %  1.5 MiB/s  2 s left");
});

test.each([
  [{ done: 0, total: 10, seconds: 0 }, "[--------------------]   0 %  …/s  … left"],
  [{ done: 0, total: 0, seconds: 1 }, "[####################] 100 %  0/s  0 s left"],
  [{ done: 12, total: 10, seconds: 1 }, "[####################] 100 %  12/s  0 s left"],
])("progress at the ends: %j", (progress, text) => {
  expect(progressText(progress, String)).toBe(text);
});
