import { startTestServer } from "@openclaw/jetstream/testing";
import type { Bench } from "@openclaw/tooling/bench";
import type { Gateway } from "@openclaw/tooling/gateway-harness";
import { eventStore, main, startGateway } from "../gateway/scenario.ts";

const warmUps = 10;
const rounds = 120;

/**
 * What a turn costs in the real gateway with and without the plugin as it was last built, in turns; and
 * how long a gateway takes to stop when its NATS server is gone.
 */
export const bench: Bench = async (report) => {
  await using server = await startTestServer();
  await using without = await startGateway([]);
  await using recording = await startGateway([eventStore({ url: server.url })]);
  for (let turn = 0; turn < warmUps; turn++) {
    await timeTurn(without, turn);
    await timeTurn(recording, turn);
  }

  const times = { without: [] as number[], with: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    // Whoever comes first in one round comes second in the next.
    if (round % 2 === 0) times.without.push(await timeTurn(without, round));
    times.with.push(await timeTurn(recording, round));
    if (round % 2 === 1) times.without.push(await timeTurn(without, round));
  }
  report({ case: "turn-without", value: median(times.without), unit: "ms" });
  report({ case: "turn-with", value: median(times.with), unit: "ms" });
  report({ case: "turn-without-p25", value: quantile(times.without, 0.25), unit: "ms, p25" });
  report({ case: "turn-with-p25", value: quantile(times.with, 0.25), unit: "ms, p25" });

  await server.kill();
  report({ case: "stop-without", value: await without.stop(), unit: "ms to exit" });
  report({ case: "stop-with-dead-nats", value: await recording.stop(), unit: "ms to exit" });
};

async function timeTurn(gateway: Gateway, turn: number): Promise<number> {
  const since = performance.now();
  await gateway.chat(main, `message ${turn}`);
  return performance.now() - since;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}
