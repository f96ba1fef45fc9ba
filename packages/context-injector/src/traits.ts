import { functionWords } from "./words.ts";

/** What a folded word is, a bit each. */
export const traits = {
  /** Carries grammar rather than matter. */
  grammar: 1,
  time: 2,
  number: 4,
  /** Speaks of the speaker. */
  personal: 8,
  /** What someone wants to hold from then on. */
  standing: 16,
  /** Without one such, nothing asks for what is to hold from then on. */
  rule: 32,
} as const;

const shapes: readonly (readonly [number, RegExp])[] = [
  [
    traits.time,
    /^(yesterday|today|tonight|tomorrow|ago|last|next|weekend|\d{4}|(to)?days?|weeks?|months?|years?|since|recently|soon|\d+(st|nd|rd|th)|(mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december|gestern|heute|morgen|vor|letzte\w*|nächste\w*)$/,
  ],
  [
    traits.number,
    /\p{N}|^(one|two|three|four|five|six|seven|eight|nine|ten|once|twice|several|couple|dozen|eins?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)$/u,
  ],
  [traits.personal, /^(i|my|we|our|me|mine|ich|mein\p{L}*|mir|mich|wir|unser\p{L}*)$/u],
  [traits.standing, /^(always|never|prefer(s|red)?|immer|nie(mals)?|lieber|bevorzug\p{L}*)$/u],
  [traits.rule, /^(always|never|now|prefer|immer|nie|jetzt|bevorzuge)$/],
];

/** All that a folded word is. */
export function traitsOf(word: string): number {
  const start = functionWords.has(word) ? traits.grammar : 0;
  return shapes.reduce((bits, [bit, shape]) => (shape.test(word) ? bits | bit : bits), start);
}
