import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startTestServer } from "@openclaw/jetstream/testing";
import { expect, test } from "vitest";
import { createMachine } from "./machine.ts";

test("streams are created, compared with the settings, and changed only when told", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  const env = { NATS_URL: server.url };
  const keep = async (days: number): Promise<void> =>
    writeFile(
      join(machine.home, "config.yml"),
      `gateway: { eventStore: { retention: { maxAgeDays: ${days} } } }`,
    );

  const missing = await machine.run(["stream", "info"], env);
  await machine.run(["stream", "ensure"], env);
  const info = await machine.json(["stream", "info"], env);
  await keep(180);
  await machine.run(["stream", "ensure"], env);
  const drifted = await machine.run(["stream", "info"], env);
  await machine.run(["stream", "ensure", "--update"], env);
  const longer = await machine.json(["stream", "info"], env);
  await keep(7);
  const refused = await machine.run(["stream", "ensure", "--update"], env);
  const shrunk = await machine.json(["stream", "ensure", "--allow-shrink"], env);

  expect(missing).toMatchObject({ code: 5, stdout: expect.stringContaining("stream ensure") });
  expect(info).toMatchObject({
    streams: [{ name: "openclaw-events", state: { subjects: ["openclaw.events.>"] }, drift: [] }],
  });
  expect(drifted.stdout).toContain("maxAgeMs is 7776000000, the settings want 15552000000");
  expect(longer).toMatchObject({ streams: [{ state: { maxAgeMs: 180 * 86_400_000 }, drift: [] }] });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("keep less") });
  expect(shrunk).toMatchObject({ streams: [{ maxAgeMs: 7 * 86_400_000 }] });
});
