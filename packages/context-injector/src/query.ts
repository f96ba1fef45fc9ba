import { askingWords } from "./asking-words.ts";
import { periodNamed } from "./dates.ts";
import type { Period } from "./dates.ts";
import type { AgentMemory } from "./memory.ts";
import { contentWords } from "./memory.ts";
import { fold, words } from "./words.ts";

/** What a prompt asks memory for. */
export interface Query {
  /** Its words that carry matter, but for the speakers it names. */
  readonly words: readonly string[];
  /** Those of the words that are names or numbers. */
  readonly names: ReadonlySet<string>;
  /** Speakers of the memory it names. */
  readonly speakers: ReadonlySet<string>;
  /** The time it names. */
  readonly period: Period | undefined;
  /** It asks for a time, for a number, for what the agent said, or about the user. */
  readonly asks: {
    readonly when: boolean;
    readonly howMany: boolean;
    readonly agent: boolean;
    readonly user: boolean;
  };
}

const cues = {
  when: /\b(when|what (day|date|month|year|time)|how long|which (day|month|year)|wann|seit wann|wie lange)\b/,
  howMany:
    /\b(how (many|much|often|old)|number of|amount|price|cost|percentage|average|total|wie ?viele?|wie oft)\b/,
  agent:
    /\b(did you|have you|remind me|you (recommend|suggest|t[eo]ll|told|mention|sa[iy]|provide|g[ia]ve|list|share|explain|describe|advi)|your (recommend|suggest|advice|answer|list)|hast du|sagtest du|dein (rat|vorschlag))/,
  user: /\b(i|my|me|mine|we|our|ich|mein\w*|mir|mich|wir|unser\w*)\b/,
} as const;
const nameOrNumber = /(?<=\S )\p{Lu}[\p{L}\p{M}]+|\d[\d.,:]*/gu;

/** Reads a prompt; relative dates in it are as seen from `reference` (Unix ms). */
export function queryOf(memory: AgentMemory, prompt: string, reference: number): Query {
  const folded = fold(prompt);
  const said = new Set(words(folded));
  const speakers = new Set(
    Array.from(memory.speakers.keys()).filter((name) => said.has(fold(name))),
  );
  const called = new Set(Array.from(speakers, fold));
  return {
    words: matterOf(contentWords(prompt).filter((word) => !called.has(word))),
    names: new Set((prompt.match(nameOrNumber) ?? []).flatMap((name) => words(fold(name)))),
    speakers,
    period: periodNamed(folded, reference),
    asks: {
      when: cues.when.test(folded),
      howMany: cues.howMany.test(folded),
      agent: cues.agent.test(folded),
      user: cues.user.test(folded),
    },
  };
}

/** What is asked about; a prompt that only asks is about its own words. */
function matterOf(content: readonly string[]): readonly string[] {
  const matter = content.filter((word) => !askingWords.has(word));
  return matter.length > 0 ? matter : content;
}
