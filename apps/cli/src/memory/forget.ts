import { rm } from "node:fs/promises";
import { join } from "node:path";
import { forgetInOutbox, type ForgottenInOutbox } from "@openclaw/event-publisher";
import {
  findForgotten,
  forgetInDocuments,
  parseTime,
  removeEvents,
  withSubagents,
  type EventPlace,
} from "@openclaw/event-query";
import { EventStoreError } from "@openclaw/event-schema";
import {
  createForgottenTest,
  tombstoneOf,
  type ForgetScope,
} from "@openclaw/event-schema/forgetting";
import type { StoreFlags } from "../options.ts";
import { keepTombstone } from "../store/forgotten.ts";
import { openStore, type OpenStore } from "../store/open-store.ts";
import { openWriter } from "../store/open-writer.ts";
import { readOutboxes } from "../store/read-outboxes.ts";
import { stateDir } from "../store/state-dir.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/print.ts";
import { createProgressLine } from "../terminal/progress.ts";

export interface ForgetFlags extends StoreFlags {
  readonly agent?: string | undefined;
  readonly session?: string | undefined;
  readonly sender?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly yes?: true | undefined;
}

interface ForgetReport {
  readonly sessions: readonly string[];
  readonly events: number;
  readonly outboxes: readonly ({ readonly name: string } & ForgottenInOutbox)[];
}

/**
 * Removes what the flags name from streams, outboxes and memory for good, and leaves tombstones; without
 * `--yes` it only tells how much that is.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` where nothing is named
 */
export async function forget(flags: ForgetFlags): Promise<void> {
  const scope = await scopeOf(flags);
  await using store = await openStore(flags);
  const scopes = await withSubagents(store.reader, scope, { signal: interruptSignal() });
  const report = await (flags.yes ? forgetAll(store, scopes) : count(store, scopes));
  if (flags.json) printJson({ forgotten: flags.yes === true, ...report });
  else tell(report, flags.yes === true);
}

async function scopeOf({
  agent,
  session,
  sender,
  since,
  until,
}: ForgetFlags): Promise<ForgetScope> {
  if ((agent ?? session ?? sender ?? since ?? until) === undefined)
    throw new EventStoreError(
      "INVALID_ARGUMENT",
      "nothing is named to be forgotten: give --session, --agent, --sender, --since or --until",
    );
  return {
    agent,
    session,
    sender,
    since: since === undefined ? undefined : await parseTime(since),
    until: until === undefined ? Date.now() : await parseTime(until),
  };
}

async function count({ reader }: OpenStore, scopes: readonly ForgetScope[]): Promise<ForgetReport> {
  let events = 0;
  for (const scope of scopes) events += (await findForgotten(reader, scope)).length;
  return { sessions: sessionsOf(scopes), events, outboxes: [] };
}

async function forgetAll(store: OpenStore, scopes: readonly ForgetScope[]): Promise<ForgetReport> {
  let events = 0;
  for (const scope of scopes) events += await forgetScope(store, scope);
  for (const connection of new Set(store.streams.map((each) => each.connection)))
    await forgetInDocuments(connection.openDocuments(), store.reader);
  // Those of a gateway that runs write memory anew.
  await rm(join(stateDir(process.env), "event-store", "memory"), { recursive: true, force: true });
  return { sessions: sessionsOf(scopes), events, outboxes: await forgetOutboxes(scopes) };
}

/** What is on its way while events are removed is there when they are looked for again. */
async function forgetScope(store: OpenStore, scope: ForgetScope): Promise<number> {
  let events = 0;
  for (let round = 0; ; round += 1) {
    const places = await findForgotten(store.reader, scope);
    if (places.length === 0 && round > 0) return events;
    await remove(store, places);
    events += places.length;
    await leaveTombstones(store, scope, places.length);
  }
}

async function remove(store: OpenStore, places: readonly EventPlace[]): Promise<void> {
  using line = createProgressLine();
  await removeEvents(places, {
    remove: async (place) => {
      const held = store.streams.find(({ spec }) => spec.name === place.stream);
      await (held?.connection ?? store.connection).remove(place, { overwrite: true });
    },
    signal: interruptSignal(),
    onProgress: ({ removed, total }) => line.show(removed, total, "forgetting"),
  });
}

/** One in each stream that may have held events of the scope, so that its publishers see it. */
async function leaveTombstones(
  store: OpenStore,
  scope: ForgetScope,
  removed: number,
): Promise<void> {
  const all = ["event-store", ...Object.keys(store.stores.agents ?? {})];
  for (const of of scope.agent === undefined ? all : [scope.agent]) {
    const tombstone = tombstoneOf(scope, { count: removed, of, at: Date.now() });
    await keepTombstone(tombstone);
    await using publisher = await openWriter(store, of);
    publisher.publish(tombstone);
    if (!(await publisher.flush()))
      throw new EventStoreError(
        "UNAVAILABLE",
        `the events are removed, and no tombstone was stored: ${publisher.status.lastError ?? "the server is slow"}; forget again`,
      );
  }
}

async function forgetOutboxes(scopes: readonly ForgetScope[]): Promise<ForgetReport["outboxes"]> {
  const tombstones = scopes.map((scope) => tombstoneOf(scope, { count: 0, of: "", at: 0 }));
  const outboxes = await readOutboxes(process.env);
  return Promise.all(
    outboxes.map(async ({ name, dir }) => ({
      name,
      ...(await forgetInOutbox(dir, createForgottenTest(tombstones))),
    })),
  );
}

function sessionsOf(scopes: readonly ForgetScope[]): readonly string[] {
  return scopes.flatMap(({ session }) => session ?? []);
}

function tell({ sessions, events, outboxes }: ForgetReport, isDone: boolean): void {
  const below = sessions.length > 1 ? ` of ${sessions.length} sessions` : "";
  print(
    isDone
      ? `forgotten: ${events} events${below}`
      : `would be forgotten: ${events} events${below}; add --yes to do it`,
  );
  for (const { name, removed, holder } of outboxes)
    if (holder === undefined) print(`outbox ${name}: ${removed} events overwritten`);
    else print(`outbox ${name}: process ${holder.pid} has it open and forgets them itself`);
  if (isDone) print("Backups made earlier still hold them; `restore` leaves them out.");
}
