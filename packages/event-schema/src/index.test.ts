import { expect, test } from "vitest";
import * as config from "./config/index.ts";
import * as main from "./index.ts";

test("the package exports these names and no others", () => {
  expect(Object.keys(main).toSorted()).toEqual([
    "EventStoreError",
    "agentOfSession",
    "agentOfSubject",
    "agentPrefix",
    "bindSink",
    "coreEventData",
    "createLegacyReader",
    "decodeToken",
    "defineEvent",
    "emit",
    "encodeToken",
    "eventId",
    "eventSchema",
    "eventSubject",
    "fromCloudEvent",
    "isCoreEvent",
    "isEventStoreError",
    "parseEvent",
    "parseSessionKey",
    "parseSubject",
    "readEvent",
    "silentLogger",
    "subjectFilter",
    "toCloudEvent",
  ]);
  expect(Object.keys(config).toSorted()).toEqual(["eventStoreConfigSchema", "parseConfig"]);
});
