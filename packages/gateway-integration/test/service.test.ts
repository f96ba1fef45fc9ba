import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineEvent, emit, silentLogger } from "@openclaw/event-schema";
import { parseConfig } from "@openclaw/event-schema/config";
import { startTestServer } from "@openclaw/jetstream/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { eventStoreService } from "../src/plugin/service.ts";
import { sharedState } from "../src/plugin/shared-state.ts";

const noted = defineEvent({ type: "acme.thing.noted", schema: z.object({}) });
const events = {
  onAgentEvent: () => () => undefined,
  onSessionTranscriptUpdate: () => () => undefined,
};

test("a start that comes while the last stop still waits for the server gets the outbox", async () => {
  const stateDir = await mkdtemp(join(tmpdir(), "service-"));
  onTestFinished(async () => rm(stateDir, { recursive: true }));
  await using server = await startTestServer();
  const config = parseConfig({ url: server.url });
  const errors: string[] = [];
  const logger = { ...silentLogger, error: (message: string) => void errors.push(message) };
  const [old, next] = [1, 2].map(() => eventStoreService({ runtime: { events } }, config, logger));

  await old?.start({ stateDir });
  await vi.waitFor(() => expect(sharedState().store?.status).toMatchObject([{ state: "ready" }]));
  process.kill(server.pid, "SIGSTOP");
  emit(noted, {}, { session: "agent:main:main" });
  const stopped = old?.stop();
  await next?.start({ stateDir });
  process.kill(server.pid, "SIGCONT");

  expect(errors).toEqual([]);
  expect(sharedState().store?.status).toMatchObject([{ lost: 0 }]);
  await stopped;
  await next?.stop();
});
