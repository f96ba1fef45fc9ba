import { matchesOf } from "./match.ts";
import type { Match, Matches } from "./match.ts";
import type { AgentMemory, Passage } from "./memory.ts";
import type { Query } from "./query.ts";
import { createTop } from "./top.ts";

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
  "news",
  "opening",
  "period",
  "distance",
] as const;

export interface Candidate {
  readonly passage: Passage;
  readonly signals: Signals;
}

/** The most relevant passages whose signals, and whose neighbours', are looked at. */
const mostCandidates = 120;

/** Passages that may answer the query, with what speaks for each. */
export function candidatesFor(memory: AgentMemory, query: Query): Candidate[] {
  const matches = matchesOf(memory, query.words);
  const measure = createMeasure({ memory, query, matches });
  return poolOf(matches).map((passage) => ({ passage, signals: measure(passage) }));
}

/** The best matches and the passages around them, by id. */
function poolOf(matches: Matches): Passage[] {
  const pool = new Set<Passage>();
  for (const { passage } of bestOf(matches)) {
    for (const offset of [-2, -1, 0, 1, 2]) {
      const near = neighbour(passage, offset);
      if (near) pool.add(near);
    }
  }
  return Array.from(pool).toSorted((a, b) => a.id - b.id);
}

function bestOf({ byPassage }: Matches): readonly Match[] {
  const top = createTop<Match>(mostCandidates, ({ relevance }) => relevance);
  top.reset(byPassage.values());
  return top.best();
}

function neighbour({ session, place }: Passage, offset: number): Passage | undefined {
  return session.passages[place + offset];
}

interface Evidence {
  readonly memory: AgentMemory;
  readonly query: Query;
  readonly matches: Matches;
}

const timeWord =
  /\b(yesterday|today|tonight|tomorrow|ago|last|next|weekend|\d{4}|(?:to)?days?|weeks?|months?|years?|since|recently|soon|\d+(?:st|nd|rd|th)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december|gestern|heute|morgen|vor|letzte\w*|nächste\w*)\b/i;
const numberWord =
  /\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|once|twice|several|couple|dozen|eins?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)\b/i;
const personalWord = /\b(I|my|My|we|our|me|ich|Ich|mein\w*|Mein\w*|mir|mich|wir|unser\w*)\b/;

function createMeasure(evidence: Evidence): (passage: Passage) => Signals {
  const { matches } = evidence;
  const relevance = (passage: Passage | undefined): number =>
    ((passage && matches.byPassage.get(passage)?.relevance) ?? 0) / matches.best;
  return (passage) => {
    const before = neighbour(passage, -1);
    return {
      relevance: relevance(passage),
      relevanceRoot: Math.sqrt(relevance(passage)),
      before1: relevance(before),
      before2: relevance(neighbour(passage, -2)),
      after1: relevance(neighbour(passage, 1)),
      after2: relevance(neighbour(passage, 2)),
      answer: before?.text.includes("?") ? relevance(before) : 0,
      ...coverageSignals(passage, evidence),
      ...speakerSignals(passage, evidence),
      ...textSignals(passage, evidence),
      ...timeSignals(passage, evidence),
    };
  };
}

type CoverageSignal =
  | "windowCoverage"
  | "sessionCoverage"
  | "rarest"
  | "density"
  | "phrase"
  | "names"
  | "session";

function coverageSignals(
  passage: Passage,
  { memory, query, matches }: Evidence,
): Pick<Signals, CoverageSignal> {
  const heldBy = (near: Passage | undefined): number =>
    (near && matches.byPassage.get(near)?.held) ?? 0;
  const own = heldBy(passage);
  const near = own | heldBy(neighbour(passage, -1)) | heldBy(neighbour(passage, 1));
  const far = near | heldBy(neighbour(passage, -2)) | heldBy(neighbour(passage, 2));
  const { clues, bySession, best } = matches;
  const held = clues.filter((_clue, bit) => own & (1 << bit));
  const session = bySession.get(passage.session);
  const named = clues.filter(({ word }) => query.names.has(word));
  return {
    windowCoverage:
      0.4 * matches.coverage(own) + 0.25 * matches.coverage(near) + 0.35 * matches.coverage(far),
    sessionCoverage: matches.coverage(session?.held ?? 0),
    rarest: Math.max(0, ...held.map(({ weight }) => weight)) / Math.log(2 + memory.passages.size),
    density: held.length / (3 + 2 * Math.sqrt(passage.terms.length)),
    phrase: phraseIn(passage, held),
    names: share(
      held.filter((clue) => named.includes(clue)),
      named,
    ),
    session: (session?.relevance ?? 0) / best,
  };
}

function share(part: readonly { weight: number }[], whole: readonly { weight: number }[]): number {
  const total = whole.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? 0 : part.reduce((sum, { weight }) => sum + weight, 0) / total;
}

/** Whether two words of the query stand side by side. */
function phraseIn({ terms }: Passage, held: Matches["clues"]): number {
  if (held.length < 2) return 0;
  const clueOf = (term: number | undefined): number =>
    term === undefined ? -1 : held.findIndex((clue) => clue.terms.has(term));
  let pairs = 0;
  for (let index = 1; index < terms.length; index++) {
    const [left, right] = [clueOf(terms[index - 1]), clueOf(terms[index])];
    if (left >= 0 && right >= 0 && left !== right) pairs++;
  }
  return Math.min(2, pairs) / 2;
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
  | "news"
  | "opening";

function textSignals(passage: Passage, { query }: Evidence): Pick<Signals, TextSignal> {
  const { text, news } = passage;
  return {
    length: Math.log(1 + text.length / 100),
    parts: Math.log(passage.parts),
    laterPart: Number(passage.part > 0),
    time: Number(query.asks.when && timeWord.test(text)),
    number: Number(query.asks.howMany && numberWord.test(text)),
    personal: Number(personalWord.test(text)),
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
