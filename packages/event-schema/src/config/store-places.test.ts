import { expect, test } from "vitest";
import { parseConfig } from "./config.ts";
import { storePlaces } from "./store-places.ts";

test("an agent with an entry of its own has a stream, a prefix and a login of its own", () => {
  const config = parseConfig({
    url: "nats://gateway:secret@host:4222",
    inboxPrefix: "_INBOX_gateway",
    agents: {
      one: { url: "nats://one:secret@host:4222", streamName: "of-one", subjectPrefix: "prefix" },
      two: { credentials: "two.creds", inboxPrefix: "_INBOX_two" },
      three: { context: { enabled: false } },
    },
  });

  const [common, ...own] = storePlaces(config);

  expect(common).toMatchObject({ stream: "openclaw-events", inboxPrefix: "_INBOX_gateway" });
  expect(own).toEqual([
    {
      agent: "one",
      url: "nats://one:secret@host:4222",
      credentials: undefined,
      inboxPrefix: undefined,
      stream: "of-one",
      subjectPrefix: "prefix.one",
    },
    {
      agent: "two",
      url: "nats://gateway:secret@host:4222",
      credentials: "two.creds",
      inboxPrefix: "_INBOX_two",
      stream: "events-two",
      subjectPrefix: "openclaw.events.two",
    },
  ]);
});

test.each([
  ["the default store", { agents: { one: { streamName: "of-one" } } }],
  [
    "another agent's",
    {
      subjectPrefix: "openclaw.default",
      agents: { a: { subjectPrefix: "x.a" }, b: { subjectPrefix: "x.a.b" } },
    },
  ],
])("one user cannot keep the subjects of %s in another stream, too", (_, config) => {
  expect(() => parseConfig(config)).toThrow(
    expect.objectContaining({
      code: "INVALID_CONFIG",
      message: expect.stringMatching(/stream .* of agent .* another subjectPrefix/),
    }),
  );
});

test("subjects of other users' streams may overlap: they may have accounts of their own", () => {
  const agents = { one: { credentials: "one.creds" }, two: { url: "nats://two:x@host:4222" } };

  expect(storePlaces(parseConfig({ url: "nats://host:4222", agents }))).toHaveLength(3);
});
