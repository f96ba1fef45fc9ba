import { expect, test } from "vitest";
import * as main from "./index.ts";

test("the package exports these names and no others", () => {
  expect(Object.keys(main).toSorted()).toEqual([
    "buildRunTree",
    "conversation",
    "countEvents",
    "createEventReader",
    "describeEvent",
    "diffRuns",
    "exportCloudEvents",
    "exportMarkdown",
    "exportNdjson",
    "exportTrainingPairs",
    "findForgotten",
    "foldEvents",
    "followFold",
    "followerNames",
    "forgetInDocuments",
    "importNdjson",
    "matchEvent",
    "parseTime",
    "placeOf",
    "readFollower",
    "readLastMessages",
    "readPages",
    "readTimeline",
    "removeEvents",
    "replayEvents",
    "requeueParked",
    "runFollower",
    "storesOfAgent",
    "summarizeSessions",
    "withSubagents",
  ]);
});
