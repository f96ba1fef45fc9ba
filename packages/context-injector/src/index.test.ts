import { expect, test } from "vitest";
import * as surface from "./index.ts";

test("nothing becomes public by accident", () => {
  expect(Object.keys(surface).toSorted()).toEqual([
    "buildContext",
    "createAgentMemory",
    "createContextInjector",
    "createFileSnapshots",
    "messageOf",
  ]);
});
