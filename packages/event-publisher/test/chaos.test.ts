import { canMount } from "@openclaw/tooling/small-disk";
import { expect, test } from "vitest";
import { faults } from "../chaos/faults.ts";
import { isSound } from "../chaos/run-fault.ts";
import { seededRandom } from "../chaos/seeded-random.ts";

const needsDisk = new Set(["server disk full", "publisher disk full"]);
const mounts = await canMount();
const seed = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);

for (const [name, fault] of Object.entries(faults)) {
  const impossible = needsDisk.has(name) && !mounts;
  if (impossible) console.warn(`skipped: "${name}" mounts a small disk, which takes root`);

  test.skipIf(impossible)(`${name}: nothing lost, doubled or reordered`, async () => {
    console.log(`${name}: seed ${seed}`);

    const outcome = await fault({ rounds: 2, time: 0.1, random: seededRandom(seed) });

    expect(outcome.sent).toBeGreaterThan(0);
    expect(outcome).toSatisfy(isSound);
  });
}
