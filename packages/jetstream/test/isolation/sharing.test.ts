import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { publicStream } from "../../src/index.ts";
import { accountOf, adminOf, writeLayout } from "../../src/isolation/index.ts";
import { createRaider, type Raider } from "../../src/isolation/raider.ts";
import { startGenerated, storeOf, type GeneratedLayout } from "./layouts.ts";

const shared = publicStream({ agent: "agent1" });
const subjectOf = (visibility: string): string => `openclaw.events.agent1.${visibility}.s.note`;

async function login({ url, loginOf }: GeneratedLayout, user: string): Promise<Raider> {
  return createRaider({ url, ...loginOf(user) });
}

/** What an agent gets of the events that agent1 shares. */
async function read(agent: Raider, visibility: string): Promise<string> {
  const query = { last_by_subj: subjectOf(visibility) };
  const direct = await agent.ask(`JS.public.API.DIRECT.GET.${shared}.${subjectOf(visibility)}`);
  return direct + (await agent.ask(`JS.public.API.STREAM.MSG.GET.${shared}`, query));
}

/** As {@link read}, when the stream of what is shared has got it. */
async function readSoon(agent: Raider, visibility: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const text = await read(agent, visibility);
    if (text.includes("the note")) return text;
    await sleep(100);
  }
  return "";
}

test.each([
  ["config file", false],
  ["operator mode", true],
])(
  "readers that are named get public events, until they are named no more: %s",
  async (_, operatorMode) => {
    await using running = await startGenerated(operatorMode);
    await using owner = await login(running, "agent-agent1");
    await using reader = await login(running, "agent-agent2");
    await using other = await login(running, "agent-agent3");

    await owner.ask(subjectOf("internal"), "the note");
    await owner.ask(subjectOf("public"), "the note");
    const named = await readSoon(reader, "public");
    const internal = await read(reader, "internal");
    const notNamed = await read(other, "public");
    const stores = [storeOf("agent1"), storeOf("agent2", ["agent3"]), storeOf("agent3")];
    await writeLayout(running.server.dir, { ...running.layout, stores });
    await running.server.reload();
    // Some servers end connections on a reload; the client of a gateway connects again.
    await using again = await login(running, "agent-agent2");
    const revoked = await read(again, "public");

    expect(named).toContain("the note");
    expect(internal).not.toContain("the note");
    expect(notNamed).toBe("");
    expect(revoked).toBe("");
  },
);

test("a flood stays within the limits of who floods", async () => {
  await using running = await startGenerated(false);
  await using flooder = await login(running, "agent-agent1");
  await using neighbour = await login(running, "agent-agent2");
  await using admin = await login(running, adminOf(accountOf({ agent: "agent1" })));
  const filling = "x".repeat(500_000);

  for (let count = 0; count < 40; count += 1)
    await flooder.ask(`openclaw.events.agent1.internal.s.flood`, filling);
  const state = await admin.ask("$JS.API.STREAM.INFO.events-agent1");
  const stored = await neighbour.ask("openclaw.events.agent2.internal.s.note", filling);

  expect(Number(/"bytes":\s*(\d+)/.exec(state)?.[1])).toBeLessThan(running.layout.maxBytes);
  expect(stored).toContain('"seq":1');
});
