import { startTestServer } from "@openclaw/jetstream/testing";
import type { Bench } from "@openclaw/tooling/bench";
import { contenders } from "./contenders.ts";
import { madeUpEvents } from "./made-up-events.ts";

const eventBytes = 500;
const rounds = 5;
const growth = [100, 1000, 10_000, 100_000];

/** Rate and processor time of acked events: one server, one run, the cases in turn. */
export const bench: Bench = async (report) => {
  await using server = await startTestServer();
  const figures = new Map<string, { readonly rates: number[]; readonly costs: number[] }>();
  const opened = await Promise.all(
    contenders.map(async ({ name, count, open }) => ({ name, count, ...(await open(server.url)) })),
  );

  const measure = async (name: string, bytes: number, count: number): Promise<void> => {
    const contender = opened.find((each) => each.name === name);
    const events = madeUpEvents(count, bytes);
    const key = bytes === eventBytes ? name : `${name}@${bytes}`;
    const { rates, costs } = figures.get(key) ?? { rates: [], costs: [] };
    const cpu = process.cpuUsage();
    const start = performance.now();
    await contender?.send(events);
    rates.push((count / (performance.now() - start)) * 1000);
    const { user, system } = process.cpuUsage(cpu);
    costs.push((user + system) / count);
    figures.set(key, { rates, costs });
  };

  for (let round = 0; round < rounds; round++)
    for (const { name, count } of opened) await measure(name, eventBytes, count);
  for (let round = 0; round < rounds; round++)
    for (const bytes of growth)
      for (const name of ["limit", "publisher"])
        await measure(name, bytes, Math.ceil(20_000_000 / (bytes + 1000)));

  for (const [name, { rates }] of figures)
    report({ case: name, value: median(rates), unit: "events/s" });
  for (const [name, { costs }] of figures)
    report({ case: name, value: median(costs), unit: "µs CPU/event" });
  for (const { close } of opened) await close();
};

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
