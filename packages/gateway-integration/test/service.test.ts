import { defineEvent, emit, silentLogger, type Logger } from "@openclaw/event-schema";
import { parseConfig } from "@openclaw/event-schema/config";
import { startTestServer } from "@openclaw/jetstream/testing";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { createPluginLogger } from "../src/plugin/plugin-logger.ts";
import { eventStoreService } from "../src/plugin/service.ts";
import { sharedState } from "../src/plugin/shared-state.ts";

const noted = defineEvent({ type: "acme.thing.noted", schema: z.object({}) });
const events = {
  onAgentEvent: () => () => undefined,
  onSessionTranscriptUpdate: () => () => undefined,
};

test("a start that comes while the last stop still waits for the server gets the outbox", async () => {
  await using temporary = await temporaryDir();
  const { dir: stateDir } = temporary;
  await using server = await startTestServer();
  const config = parseConfig({ url: server.url });
  const { logger, errors } = collectErrors();
  const [old, next] = [1, 2].map(() => eventStoreService({ runtime: { events } }, config, logger));

  await old?.start({ stateDir });
  await vi.waitFor(
    () => expect(sharedState().store?.status).toMatchObject([{ state: "ready" }]),
    60_000,
  );
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

test("a store that cannot be closed in order is reported, and the next start goes on", async () => {
  await using temporary = await temporaryDir();
  const { dir: stateDir } = temporary;
  await using server = await startTestServer();
  const { logger, errors } = collectErrors();
  const config = parseConfig({ url: server.url });
  const service = eventStoreService({ runtime: { events } }, config, logger);
  await service.start({ stateDir });
  const state = sharedState();
  const { store } = state;
  if (store === undefined) throw new Error("no store was opened");

  state.store = {
    ...store,
    async close(timeoutMs) {
      await store.close(timeoutMs);
      throw new Error("the disk is gone");
    },
  };
  await service.stop();
  await service.start({ stateDir });
  await service.stop();

  expect(errors).toEqual([
    "event-store: the event store could not be closed in order (error: the disk is gone)",
  ]);
});

test("an opening that fails is reported once: by the start, or to the log where that has returned", async () => {
  await using temporary = await temporaryDir();
  const { dir: stateDir } = temporary;
  const { logger, errors } = collectErrors();
  const config = parseConfig({ url: "http://no-nats:4222" });
  const service = eventStoreService({ runtime: { events } }, config, logger);
  let closed: (() => void) | undefined;

  await expect(service.start({ stateDir })).rejects.toMatchObject({ code: "INVALID_CONFIG" });
  await service.stop();
  const early = [...errors];
  sharedState().closing = new Promise((resolve) => (closed = resolve));
  await service.start({ stateDir });
  closed?.();
  await service.stop();

  expect(early).toEqual([]);
  expect(errors).toEqual([expect.stringContaining('"http://no-nats:4222" is not a NATS URL')]);
});

function collectErrors(): { readonly logger: Logger; readonly errors: readonly string[] } {
  const errors: string[] = [];
  const log = { ...silentLogger, error: (message: string) => void errors.push(message) };
  return { logger: createPluginLogger(log, "event-store"), errors };
}
