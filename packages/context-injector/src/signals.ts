import { matchesOf } from "./match.ts";
import type { Clue, Matches } from "./match.ts";
import type { AgentMemory, Passage } from "./memory.ts";
import type { Query } from "./query.ts";
import { traits } from "./traits.ts";

/** What speaks for a passage as an answer; each about 0 to 1. */
export type Signals = Readonly<Record<SignalName, number>>;
export type SignalName = (typeof signalNames)[number];

export const signalNames = [
  "relevance",
  "relevanceRoot",
  "windowCoverage",
  "sessionCoverage",
  "rarest",
  "density",
  "phrase",
  "names",
  "before1",
  "before2",
  "after1",
  "after2",
  "answer",
  "session",
  "speaker",
  "user",
  "userAsked",
  "agentAsked",
  "length",
  "parts",
  "laterPart",
  "time",
  "number",
  "personal",
  "standing",
  "news",
  "opening",
  "period",
  "distance",
] as const;

export interface Candidate {
  readonly passage: Passage;
  readonly signals: Signals;
}

/** The most relevant passages whose neighbours are candidates, too. */
const mostCentres = 60;

/** Passages that may answer the query, with what speaks for each. */
export function candidatesFor(memory: AgentMemory, query: Query): Candidate[] {
  const matches = matchesOf(memory, query.words);
  const measure = createMeasure({ memory, query, matches });
  return poolOf(matches).map((passage) => ({ passage, signals: measure(passage) }));
}

/** The best matches and the passages around the very best, by id. */
function poolOf(matches: Matches): Passage[] {
  const best = matches.best();
  const around = best
    .slice(0, mostCentres)
    .flatMap((passage) => [
      neighbour(passage, -2) ?? [],
      neighbour(passage, -1) ?? [],
      neighbour(passage, 1) ?? [],
      neighbour(passage, 2) ?? [],
    ]);
  return Array.from(new Set([...best, ...around.flat()])).toSorted((a, b) => a.id - b.id);
}

function neighbour({ session, place }: Passage, offset: number): Passage | undefined {
  return session.passages[place + offset];
}

interface Evidence {
  readonly memory: AgentMemory;
  readonly query: Query;
  readonly matches: Matches;
}

function createMeasure(evidence: Evidence): (passage: Passage) => Signals {
  const { matches, query } = evidence;
  const relevance = (passage: Passage | undefined): number =>
    passage === undefined ? 0 : matches.relevance(passage);
  const phrases = createPhrases(evidence);
  const names = maskOf(matches, ({ word }) => query.names.has(word));
  // Written out: copying the parts by spread would take a tenth of a prompt's time.
  return (passage) => {
    const before = neighbour(passage, -1);
    const coverage = coverageSignals(passage, evidence);
    const speaker = speakerSignals(passage, evidence);
    const text = textSignals(passage, evidence);
    const time = timeSignals(passage, evidence);
    return {
      relevance: relevance(passage),
      relevanceRoot: Math.sqrt(relevance(passage)),
      before1: relevance(before),
      before2: relevance(neighbour(passage, -2)),
      after1: relevance(neighbour(passage, 1)),
      after2: relevance(neighbour(passage, 2)),
      answer: before?.text.includes("?") ? relevance(before) : 0,
      phrase: phrases(passage),
      names:
        names === 0 ? 0 : matches.coverage(matches.held(passage) & names) / matches.coverage(names),
      windowCoverage: coverage.windowCoverage,
      sessionCoverage: coverage.sessionCoverage,
      rarest: coverage.rarest,
      density: coverage.density,
      session: coverage.session,
      speaker: speaker.speaker,
      user: speaker.user,
      userAsked: speaker.userAsked,
      agentAsked: speaker.agentAsked,
      length: text.length,
      parts: text.parts,
      laterPart: text.laterPart,
      time: text.time,
      number: text.number,
      personal: text.personal,
      standing: text.standing,
      news: text.news,
      opening: text.opening,
      period: time.period,
      distance: time.distance,
    };
  };
}

function maskOf({ clues }: Matches, isWanted: (clue: Clue) => boolean): number {
  return clues.reduce((mask, clue, bit) => (isWanted(clue) ? mask | (1 << bit) : mask), 0);
}

type CoverageSignal = "windowCoverage" | "sessionCoverage" | "rarest" | "density" | "session";

function coverageSignals(
  passage: Passage,
  { memory, matches }: Evidence,
): Pick<Signals, CoverageSignal> {
  const own = matches.held(passage);
  const near = own | heldAround(matches, passage, 1);
  const far = near | heldAround(matches, passage, 2);
  const session = matches.session(passage.session);
  return {
    windowCoverage:
      0.4 * matches.coverage(own) + 0.25 * matches.coverage(near) + 0.35 * matches.coverage(far),
    sessionCoverage: matches.coverage(session.held),
    rarest: (matches.clues[lowestBit(own)]?.weight ?? 0) / Math.log(2 + memory.passages.length),
    density: countBits(own) / (3 + 2 * Math.sqrt(memory.lexicon.lengthOf(passage.id))),
    session: session.relevance,
  };
}

function heldAround(matches: Matches, passage: Passage, distance: number): number {
  const [before, after] = [neighbour(passage, -distance), neighbour(passage, distance)];
  return (before ? matches.held(before) : 0) | (after ? matches.held(after) : 0);
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** Tells whether, and up to twice, two words of the query stand side by side. */
function createPhrases({ memory, matches: { clues } }: Evidence): (passage: Passage) => number {
  const clueOf = new Map<number, Clue>();
  for (const clue of clues)
    for (const term of clue.terms) if (!clueOf.has(term)) clueOf.set(term, clue);
  return ({ id }) => {
    let pairs = 0;
    let last: Clue | undefined;
    for (const term of memory.lexicon.termsOf(id)) {
      const clue = clueOf.get(term);
      if (clue && last && clue !== last) pairs++;
      last = clue;
    }
    return Math.min(2, pairs) / 2;
  };
}

function speakerSignals(
  { message }: Passage,
  { query }: Evidence,
): Pick<Signals, "speaker" | "user" | "userAsked" | "agentAsked"> {
  const { role, speaker } = message;
  const user = role === "user" && query.speakers.size === 0 ? 1 : 0;
  return {
    speaker: Number(query.speakers.has(speaker)),
    user,
    userAsked: query.asks.user ? user : 0,
    agentAsked: Number(query.asks.agent && role !== "user"),
  };
}

type TextSignal =
  | "length"
  | "parts"
  | "laterPart"
  | "time"
  | "number"
  | "personal"
  | "standing"
  | "news"
  | "opening";

function textSignals(passage: Passage, { query }: Evidence): Pick<Signals, TextSignal> {
  const { text, news, message } = passage;
  return {
    length: Math.log(1 + text.length / 100),
    parts: Math.log(passage.parts),
    laterPart: Number(passage.part > 0),
    time: Number(query.asks.when && (passage.traits & traits.time) > 0),
    number: Number(query.asks.howMany && (passage.traits & traits.number) > 0),
    personal: Number((passage.traits & traits.personal) > 0),
    standing: Number(message.role === "user" && (passage.traits & traits.standing) > 0),
    news,
    opening: Number(passage.place === 0),
  };
}

/** Days from a named time beyond which the distance says no more. */
const farDays = 20;

function timeSignals(
  { message }: Passage,
  { query: { period } }: Evidence,
): Pick<Signals, "period" | "distance"> {
  if (!period) return { period: 0, distance: 0 };
  const { timestamp } = message;
  const away = Math.max(0, period.from - timestamp, timestamp - period.to) / 86_400_000;
  return {
    period: Number(away === 0),
    distance: Math.min(1, Math.log1p(away) / Math.log1p(farDays)),
  };
}
