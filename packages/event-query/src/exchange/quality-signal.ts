/** What a user's message says of the reply before it. */
export type QualitySignal = "thanks" | "correction" | "repeat" | "none";

/** The words people begin with, in the languages most spoken among OpenClaw's users. */
const thanks =
  /^(?:(?:thanks|thank you|thx|ty|perfect|great|awesome|danke|super|perfekt|merci|parfait|gracias|perfecto|grazie|obrigad[oa]|спасибо)(?!\p{L})|谢谢|感謝|ありがとう|감사)/iu;
const correction =
  /^(?:(?:no(?! problem| worries)|nope|wrong|that'?s (?:not|wrong)|not what|actually|incorrect|nein|falsch|stimmt nicht|das ist (?:falsch|nicht)|eigentlich|non|c'est faux|faux|incorrecto|está mal|no es|sbagliato|errado|нет|неверно)(?!\p{L})|不对|不是|違|틀렸)/iu;

/** How much of two messages' words must be the same for one to repeat the other. */
const similarity = 0.8;

/** Tells how the user took a reply from what was said next and what had been asked before. */
export function qualitySignal(next: string, asked: string): QualitySignal {
  if (isRepeat(next, asked)) return "repeat";
  if (thanks.test(next.trim())) return "thanks";
  return correction.test(next.trim()) ? "correction" : "none";
}

function isRepeat(next: string, asked: string): boolean {
  const first = wordsOf(next);
  const second = wordsOf(asked);
  const shared = [...first].filter((word) => second.has(word)).length;
  const union = first.size + second.size - shared;
  return union > 0 && shared / union >= similarity;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
}
