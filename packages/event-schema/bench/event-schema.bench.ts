import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "@openclaw/tooling/bench";
import { build } from "esbuild";
import { z } from "zod";
import { defineEvent } from "../src/define-event.ts";
import { emit } from "../src/emit.ts";
import { eventId } from "../src/event-id.ts";
import { parseEvent } from "../src/event.ts";
import { bindSink } from "../src/sink.ts";
import { eventSubject } from "../src/subject.ts";

const orderCreated = defineEvent({
  type: "acme.order.created",
  schema: z.object({ id: z.string(), items: z.array(z.string()) }),
});
const data = { id: "7", items: ["bread", "butter"] };
const context = { session: "agent:main:telegram:group:-100:topic:42", runId: "run-1" };
const facts = 10_000_000;

/** What an event costs its host, what ids are worth, and how long the package takes to load. */
export const bench: Bench = async (report) => {
  const perSecond = (name: string, work: () => unknown): void => {
    report({ case: name, value: callsPerSecond(work), unit: "/s" });
  };

  perSecond("emit, no store, full", () => emit(orderCreated, data, context));
  const { unbind } = bindSink(() => undefined);
  const emitted = emit(orderCreated, data, context);
  if (emitted.status !== "delivered") throw new Error(`emit: ${emitted.status}`);
  perSecond("emit to a sink", () => emit(orderCreated, data, context));
  unbind();
  perSecond("parse an event", () => parseEvent(emitted.event));
  perSecond("id of a fact", () => eventId("run", "5b5ce22d-e6d9-4076-8ac8", "17"));
  perSecond("subject of an event", () => eventSubject("openclaw.events.main", emitted.event));

  const { zodMs, oursMs } = await importTimes();
  report({ case: "import zod", value: zodMs, unit: "ms" });
  report({ case: "import event-schema after it", value: oursMs, unit: "ms" });
  report({ case: `ids of ${facts} facts that collide`, value: collisions(), unit: "ids" });
};

function callsPerSecond(work: () => unknown): number {
  const rates = Array.from({ length: 5 }, () => {
    const start = performance.now();
    let calls = 0;
    for (; performance.now() - start < 200; calls += 100) for (let i = 0; i < 100; i++) work();
    return (calls / (performance.now() - start)) * 1000;
  });
  return Math.max(...rates);
}

/** Best of several fresh processes, since load only ever adds. */
async function importTimes(): Promise<{ zodMs: number; oursMs: number }> {
  const directory = mkdtempSync(join(import.meta.dirname, "import-"));
  try {
    await build({
      entryPoints: [join(import.meta.dirname, "../src/index.ts")],
      outfile: join(directory, "index.mjs"),
      bundle: true,
      format: "esm",
      platform: "node",
      external: ["zod"],
    });
    writeFileSync(
      join(directory, "main.mjs"),
      `const start = performance.now();
       await import("zod");
       const middle = performance.now();
       await import("./index.mjs");
       console.log(JSON.stringify([middle - start, performance.now() - middle]));`,
    );
    const pair = z.tuple([z.number(), z.number()]);
    const runs = Array.from({ length: 20 }, () =>
      pair.parse(
        JSON.parse(
          execFileSync(process.execPath, [join(directory, "main.mjs")], { encoding: "utf8" }),
        ),
      ),
    );
    return {
      zodMs: Math.min(...runs.map(([zodMs]) => zodMs)),
      oursMs: Math.min(...runs.map(([, oursMs]) => oursMs)),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** How many ids share even their first half with another. */
function collisions(): number {
  const halves = new BigUint64Array(facts);
  const bytes = Buffer.from(halves.buffer);
  for (let fact = 0; fact < facts; fact++)
    bytes.write(madeUpId(fact).slice(0, 16), fact * 8, "hex");
  halves.sort();
  return halves.reduce((found, half, at) => found + (at > 0 && half === halves[at - 1] ? 1 : 0), 0);
}

function madeUpId(fact: number): string {
  const run = `run-${fact >> 8}`;
  if (fact % 2 === 0) return eventId("agent-event", run, String(fact & 255));
  if (fact % 4 === 1) return eventId("tool_call", run, `call_${fact & 255}`);
  return eventId("transcript", `session-${fact >> 12}`, fact.toString(16).padStart(8, "0"));
}
