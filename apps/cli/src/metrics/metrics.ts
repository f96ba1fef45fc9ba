import { once } from "node:events";
import { formatMetrics } from "@openclaw/event-schema/metrics";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/print.ts";
import { collectMetrics } from "./collect-metrics.ts";
import { serveMetrics } from "./serve-metrics.ts";

export interface MetricsFlags extends StoreFlags {
  readonly listen?: number | undefined;
}

/** Prints metrics once, or serves them until it is interrupted. */
export async function metrics(flags: MetricsFlags): Promise<void> {
  await using store = await openStore(flags);
  if (flags.listen === undefined) {
    const collected = await collectMetrics(store);
    if (flags.json) printJson({ metrics: collected });
    else print(formatMetrics(collected).trimEnd());
    return;
  }
  await using _ = await serveMetrics(store, flags.listen);
  const url = `http://127.0.0.1:${flags.listen}/metrics`;
  if (flags.json) printJson({ url });
  else print(`metrics are at ${url}; stop with Ctrl-C`);
  await once(interruptSignal(), "abort");
}
