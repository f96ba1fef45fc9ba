import { expect, test } from "vitest";
import { testIsolation, type AttackResult, type TestedLayout } from "../../src/isolation/index.ts";
import { startGenerated, startOneAccountLayout, startOpen, startSample } from "./layouts.ts";

/*
 * One suite of attacks on every layout: the layouts that leak show that the attacks can succeed, so that
 * "denied" means something.
 */

/** What the first agent obtains of the second. */
async function leaksIn(layout: TestedLayout): Promise<readonly string[]> {
  const leaks: string[] = [];
  for await (const { id, verdict, attacker } of testIsolation(layout)) {
    if (attacker !== layout.stores[0]?.agent) break;
    if (verdict === "LEAKED") leaks.push(id);
  }
  return leaks;
}

test.each([
  ["config file", false],
  ["operator mode", true],
])("an account for each agent denies every attack: %s", async (_, operatorMode) => {
  await using running = await startGenerated(operatorMode);
  const [agent1, agent2] = running.tested.stores;
  const results: AttackResult[] = [];

  for await (const result of testIsolation({
    ...running.tested,
    stores: [agent1, agent2].filter((store) => store !== undefined),
  }))
    results.push(result);

  expect(results.filter(({ verdict }) => verdict === "LEAKED")).toEqual([]);
  // A reader may read what is shared with it.
  expect(results.filter(({ verdict }) => verdict === "does not apply")).toMatchObject([
    { id: "S04", attacker: "agent2", victim: "agent1" },
  ]);
});

test("the sample of the documentation leaks", async () => {
  await using running = await startSample();

  const leaks = await leaksIn(running.tested);

  expect(leaks).toEqual(expect.arrayContaining(sampleLeaks));
});

test("one account leaks, however its permissions are drawn", async () => {
  await using running = await startOneAccountLayout();

  const leaks = await leaksIn(running.tested);

  expect(leaks).toEqual(expect.arrayContaining(oneAccountLeaks));
  expect(leaks.length).toBeLessThan(sampleLeaks.length);
});

test("what even the sample denies succeeds without permissions", async () => {
  await using running = await startOpen();

  const leaks = await leaksIn(running.tested);

  expect(leaks).toEqual(expect.arrayContaining(openLeaks));
});

const oneAccountLeaks = "E03 E05 R33a R33b W03 W04 W05 W06 W07 W18 X09 X11 X12 X14".split(" ");

const sampleLeaks = [
  ...oneAccountLeaks,
  ..."E01 E02 E04 M01 M02 M03 M04 R03 R04 R05 R06 R07 R10 R11 R12 R13 R15 R16 R18 R19".split(" "),
  ..."R20 R21 R24 R25 R26 R29 R30 R31 R33e W08 W11 W12 W14 X01 X02 X03 X04 X05 X06".split(" "),
];

const openLeaks = "R00a R01a R01b R01c R01d R01e R02 R17 R32 W01 W13".split(" ");
