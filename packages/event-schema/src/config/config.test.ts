import { expect, test } from "vitest";
import { parseConfig } from "./config.ts";

test.each([undefined, null, {}])("%j is a complete configuration", (value) => {
  expect(parseConfig(value)).toMatchObject({
    enabled: true,
    streamName: "openclaw-events",
    subjectPrefix: "openclaw.events",
    agents: {},
    retention: { maxAgeDays: 90 },
  });
});

test("the documented configuration is taken as it is", () => {
  const documented = {
    enabled: true,
    url: "nats://main:password@localhost:4222",
    streamName: "openclaw-events",
    subjectPrefix: "openclaw.events.main",
    agents: {
      "assistant-one": {
        url: "nats://assistant1:pass@localhost:4222",
        streamName: "events-assistant-one",
        subjectPrefix: "openclaw.events.assistant-one",
      },
    },
  };

  expect(parseConfig(documented)).toMatchObject(documented);
});

test.each([
  ["natsUrl", { natsUrl: "nats://u:s3cret@h" }],
  ["subjectPrefix", { subjectPrefix: "openclaw.events.>" }],
  ["subjectPrefix", { subjectPrefix: "openclaw..events" }],
  ["streamName", { streamName: "nats://u:s3cret@h" }],
  ["agents.main.subjectPrefix", { agents: { main: { subjectPrefix: "a b" } } }],
  ["retention.maxAgeDays", { retention: { maxAgeDays: -1 } }],
  ["redaction.patterns.badge", { redaction: { patterns: { badge: "s3cret(" } } }],
])("a wrong %s is named, without the value", (name, config) => {
  expect(() => parseConfig(config)).toThrow(
    expect.objectContaining({
      code: "INVALID_CONFIG",
      message: expect.stringMatching(new RegExp(`^(?!.*s3cret).*${name}`, "s")),
    }),
  );
});
