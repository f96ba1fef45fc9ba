import { expect, test } from "vitest";
import { normalizeCompatibilityConfig } from "./move-settings.ts";

test("settings of other hosts move to the plugin's entry, all else stays", () => {
  const cfg = {
    gateway: { port: 1, eventStore: { url: "nats://localhost:4222", streamName: "moved" } },
    plugins: { enabled: true, entries: { "event-store": { config: { streamName: "own" } } } },
    tools: {},
  };

  expect(normalizeCompatibilityConfig({ cfg })).toEqual({
    config: {
      gateway: { port: 1 },
      plugins: {
        enabled: true,
        entries: { "event-store": { config: { url: "nats://localhost:4222", streamName: "own" } } },
      },
      tools: {},
    },
    changes: [expect.stringContaining("Moved gateway.eventStore")],
  });
});

test.each([[{}], [{ gateway: {} }], [{ gateway: { eventStore: true } }]])(
  "%j has nothing to move",
  (cfg) => {
    expect(normalizeCompatibilityConfig({ cfg })).toEqual({ config: cfg, changes: [] });
  },
);
