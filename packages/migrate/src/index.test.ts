import { expect, test } from "vitest";
import * as migrate from "./index.ts";

test("the package exports these names and no others", () => {
  expect(Object.keys(migrate).toSorted()).toEqual([
    "importLegacyStream",
    "importTranscripts",
    "importWorkspace",
    "planImport",
    "planTranscripts",
    "rollbackImport",
    "verifyTranscripts",
    "verifyWorkspace",
  ]);
});
