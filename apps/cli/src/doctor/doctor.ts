import type { StreamState } from "@openclaw/jetstream";
import { exitCode } from "../exit-code.ts";
import type { StoreFlags } from "../options.ts";
import { findConfig } from "../store/find-config.ts";
import { createStore, type OpenStore } from "../store/open-store.ts";
import { serverDir } from "../store/state-dir.ts";
import { bold, dim, print, printJson, printable } from "../terminal/print.ts";
import { checkDisk } from "./check-disk.ts";
import { checkEvents } from "./check-events.ts";
import { checkOutboxes } from "./check-outbox.ts";
import { checkServer } from "./check-server.ts";
import { checkGateway, checkSettings } from "./check-settings.ts";
import { checkStream } from "./check-stream.ts";
import { problem, type Finding } from "./finding.ts";

/** Looks for what keeps events from being stored and memory from being given; changes nothing. */
export async function doctor(flags: StoreFlags): Promise<void> {
  const findings: Finding[] = [];
  for await (const finding of examine(flags)) findings.push(finding);
  const healthy = findings.every(({ severity }) => severity !== "problem");
  if (flags.json) printJson({ healthy, findings });
  else tell(findings);
  if (!healthy) process.exitCode = exitCode.failed;
}

async function* examine(flags: StoreFlags): AsyncGenerator<Finding> {
  yield* await attempt("gateway.settings", async () => checkGateway(process.env));
  yield* await attempt("outbox.readable", async () => checkOutboxes(process.env));
  const settings = await attempt("settings.valid", async () =>
    checkSettings(await findConfig(flags.config, process.env)),
  );
  yield* settings;
  if (settings.some(({ check }) => check === "settings.valid")) return;
  yield* await attempt("server.named", async () => {
    await using store = await createStore(flags);
    return await examineStore(store, flags);
  });
}

async function examineStore(store: OpenStore, flags: StoreFlags): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const states: StreamState[] = [];
  for (const { agent, connection, spec } of store.streams) {
    const who = agent === undefined ? `the user of ${store.source}` : `agent ${agent}`;
    const server = await checkServer(connection, who);
    findings.push(...server.findings);
    if (!server.usable) continue;
    const [first = ""] = spec.subjects;
    const subjectPrefix = first.replace(/\.>$/, "");
    const stream = await checkStream({ connection, spec, subjectPrefix, agent, who });
    findings.push(...stream.findings);
    if (stream.state !== undefined) states.push(stream.state);
  }
  if (store.source.startsWith("embedded"))
    findings.push(...(await checkDisk(serverDir(flags.dir, process.env), states)));
  if (states.length === store.streams.length)
    findings.push(...(await attempt("events.readable", async () => checkEvents(store))));
  return findings;
}

/** A check that fails is a finding, too: the others are made all the same. */
async function attempt(
  check: string,
  run: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [problem(check, message, "correct this first, then run doctor again")];
  }
}

const marks = { ok: "✓", note: "·", warning: "!", problem: "✗" };

function tell(findings: readonly Finding[]): void {
  for (const { severity, check, message, remedy } of findings) {
    const line = `${marks[severity]} ${check}: ${printable(message)}`;
    print(severity === "ok" ? dim(line) : bold(line));
    if (remedy !== undefined) print(`    ${remedy}`);
  }
  const count = (wanted: string): number =>
    findings.filter(({ severity }) => severity === wanted).length;
  print(`\n${count("problem")} problems, ${count("warning")} warnings`);
}
