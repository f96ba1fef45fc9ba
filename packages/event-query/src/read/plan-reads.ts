import { agentPrefix, subjectFilter, type SubjectFilter } from "@openclaw/event-schema";
import type { Connection, MessageRange, MessageSource } from "@openclaw/jetstream";
import type { Checkpoint, EventFilter } from "../event-reader.ts";
import { messageSource, type EventStore, type EventStores } from "../event-stores.ts";
import { withoutSubsets } from "./subject-patterns.ts";

/** What to ask of one stream for a filter. */
export interface StreamPlan {
  readonly source: MessageSource;
  readonly stream: string;
  /** Subject patterns, none of which holds another; none for the whole stream. */
  readonly subjects: readonly string[];
  /** Unix milliseconds of storage; no event of the filter was stored earlier. */
  readonly startTime: number | undefined;
  /** Whether the subjects alone tell which events match. */
  readonly exact: boolean;
  /** What an event has to pass. */
  readonly filter: EventFilter;
  /** Whether the stream is one of another agent, whose server does not pick by subject. */
  readonly shared: boolean;
}

/** How far a gateway's clock may be ahead of the server's. */
const maxClockSkewMs = 5 * 60_000;
const visibilities = ["internal", "public"] as const;

/** One read for each stream that may hold events of the filter. */
export function planReads(
  connection: Connection,
  stores: EventStores,
  filter: EventFilter,
): readonly StreamPlan[] {
  const startTime =
    filter.since === undefined ? undefined : Math.max(filter.since - maxClockSkewMs, 0);
  const exact = isDecidedBySubject(filter);
  const plans: StreamPlan[] = [];
  for (const { patterns, ...target } of targetsOf(connection, stores, filter)) {
    const same = plans.findIndex(
      (plan) => plan.source === target.source && plan.stream === target.stream,
    );
    const subjects = withoutSubsets([...(plans[same]?.subjects ?? []), ...patterns]);
    plans.splice(same < 0 ? plans.length : same, 1, {
      filter,
      ...target,
      subjects,
      startTime,
      exact,
    });
  }
  return plans;
}

/** Where to begin to read: behind a checkpoint, or where the events of the filter may begin. */
export function startOf(
  { stream, startTime }: StreamPlan,
  after: Checkpoint = {},
): Pick<MessageRange, "startSequence" | "startTime"> {
  const last = after[stream];
  return last === undefined ? { startTime } : { startSequence: last + 1 };
}

interface Target extends Pick<StreamPlan, "source" | "stream" | "shared"> {
  readonly patterns: readonly string[];
  readonly filter?: EventFilter;
}

function targetsOf(
  connection: Connection,
  stores: EventStores,
  filter: EventFilter,
): readonly Target[] {
  const { agents = {} } = stores;
  const restrictions = restrictionsOf(filter);
  const own = (agent: string): Target | undefined => {
    const store = Object.hasOwn(agents, agent) ? agents[agent] : undefined;
    if (store === undefined) return undefined;
    const prefix = agentPrefix(store.subjectPrefix, agent);
    const patterns = restrictions.map((restriction) => subjectFilter(prefix, restriction));
    const { stream, shared = false } = store;
    const target = { source: messageSource(connection, store), stream, shared, patterns };
    // Whoever wrote it may have written any agent into the event.
    return shared ? { ...target, filter: { ...filter, agent } } : target;
  };
  const common = (patterns: readonly string[]): Target => ({
    source: connection,
    stream: stores.stream,
    shared: false,
    patterns,
  });
  if (filter.agent === undefined)
    return [
      common(restrictions.flatMap((restriction) => allAgents(stores, restriction))),
      ...Object.keys(agents).flatMap((agent) => own(agent) ?? []),
    ];
  return [filter.agent]
    .flat()
    .map(
      (agent) =>
        own(agent) ??
        common(restrictions.flatMap((restriction) => oneAgent(stores, agent, restriction))),
    );
}

/** One restriction for each type; what the server cannot tell is left to the reader. */
function restrictionsOf({ session, type, visibility }: EventFilter): readonly SubjectFilter[] {
  const base = { visibility, session: session?.includes("*") ? undefined : session };
  return type === undefined ? [base] : [type].flat().map((each) => ({ ...base, type: each }));
}

function isDecidedBySubject({
  session,
  runId,
  toolName,
  text,
  since,
  until,
}: EventFilter): boolean {
  const others = [runId, toolName, text, since, until];
  return !session?.includes("*") && others.every((restriction) => restriction === undefined);
}

/** The prefix may itself be that of an agent: the subjects of the others are one token longer. */
function allAgents({ subjectPrefix }: EventStore, restriction: SubjectFilter): readonly string[] {
  const { visibility, session, type } = restriction;
  if (visibility === undefined && session === undefined && type === undefined)
    return [`${subjectPrefix}.>`];
  return [
    subjectFilter(`${subjectPrefix}.*`, restriction),
    ...ownOfPrefix(subjectPrefix, restriction),
  ];
}

function oneAgent(
  { subjectPrefix }: EventStore,
  agent: string,
  restriction: SubjectFilter,
): readonly string[] {
  const prefix = agentPrefix(subjectPrefix, agent);
  return prefix === subjectPrefix
    ? ownOfPrefix(prefix, restriction)
    : [subjectFilter(prefix, restriction)];
}

/** Naming the visibility keeps out the agents below the prefix. */
function ownOfPrefix(prefix: string, restriction: SubjectFilter): readonly string[] {
  const wanted = restriction.visibility === undefined ? visibilities : [restriction.visibility];
  return wanted.map((visibility) => subjectFilter(prefix, { ...restriction, visibility }));
}
