import { expect, test } from "vitest";
import * as config from "./config/index.ts";
import * as main from "./index.ts";
import * as legacy from "./legacy/index.ts";
import * as transcript from "./transcript/index.ts";

test("the package exports these names and no others", () => {
  expect(Object.keys(main).toSorted()).toEqual([
    "EventStoreError",
    "agentOfSession",
    "agentOfSubject",
    "agentPrefix",
    "bindSink",
    "coreEventData",
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
  expect(Object.keys(config).toSorted()).toEqual([
    "eventStoreConfigSchema",
    "isSameLogin",
    "parseConfig",
    "storePlaces",
  ]);
  expect(Object.keys(legacy)).toEqual(["createLegacyReader"]);
  expect(Object.keys(transcript).toSorted()).toEqual([
    "answer",
    "contextTags",
    "defaultGateway",
    "factEvent",
    "factId",
    "isNotice",
    "notice",
    "queryToolName",
    "textOf",
    "toolCall",
    "toolResult",
    "transcriptMessage",
    "userMessage",
    "withoutContext",
  ]);
});
