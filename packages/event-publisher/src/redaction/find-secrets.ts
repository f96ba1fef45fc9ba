import { findAssignments } from "./find-assignments.ts";
import { findCards } from "./find-cards.ts";
import { findPhrases } from "./find-phrases.ts";
import { findTokens } from "./find-tokens.ts";
import type { FindSecrets, Secret } from "./secret.ts";

/** In the order in which they name a secret that several find. */
const finders: readonly FindSecrets[] = [findTokens, findPhrases, findCards, findAssignments];
/** What is one word, such as an id, can be a secret but not name one. */
const ofOneWord: readonly FindSecrets[] = [findTokens, findCards];
const betweenWords = /[\s:=~：]/;
const markers = /\[redacted:[\w-]+:[0-9a-f]{12}\]/g;

/** The secrets of a text in order; those that overlap are one, and markers of earlier ones are none. */
export function findSecrets(text: string, more: readonly FindSecrets[]): readonly Secret[] {
  const own = betweenWords.test(text) ? finders : ofOneWord;
  const found: Secret[] = [];
  for (const find of own) for (const secret of find(text)) found.push(secret);
  for (const find of more) for (const secret of find(text)) found.push(secret);
  return found.length === 0 ? found : united(withoutMarkers(text, found));
}

function withoutMarkers(text: string, found: readonly Secret[]): readonly Secret[] {
  const marked = Array.from(text.matchAll(markers), ({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
  return found.filter(
    ({ start, end }) => !marked.some((marker) => marker.start <= start && end <= marker.end),
  );
}

function united(found: readonly Secret[]): readonly Secret[] {
  const secrets: Secret[] = [];
  for (const secret of found.toSorted((a, b) => a.start - b.start)) {
    const last = secrets.at(-1);
    if (last === undefined || secret.start >= last.end) secrets.push(secret);
    else {
      const { kind } = found.indexOf(secret) < found.indexOf(last) ? secret : last;
      secrets.splice(-1, 1, { kind, start: last.start, end: Math.max(last.end, secret.end) });
    }
  }
  return secrets;
}
