/** Words by numbers that count up from 0. */
export interface WordTable {
  readonly words: readonly string[];
  /** The number of the word that stands in a text from one place up to another; -1 where it is not there. */
  find(text: string, from: number, to: number): number;
  /** As {@link find}; a word that is not there is added. */
  number(text: string, from: number, to: number): number;
}

/** A hash table of words that are found without being cut out of their text, which takes most of the time. */
export function createWordTable(): WordTable {
  const words: string[] = [];
  const hashes: number[] = [];
  /** Numbers of words and 1, by hash or, where that is taken, next to it. */
  let slots = new Uint32Array(1 << 10);

  const slotOf = (hash: number): number => hash & (slots.length - 1);

  const slotFor = (text: string, from: number, to: number): number => {
    const hash = hashOf(text, from, to);
    let slot = slotOf(hash);
    for (;;) {
      const number = (slots[slot] ?? 0) - 1;
      if (number === -1) return slot;
      const word = words[number] ?? "";
      if (hashes[number] === hash && word.length === to - from && isAt(word, text, from))
        return slot;
      slot = slotOf(slot + 1);
    }
  };

  const grow = (): void => {
    slots = new Uint32Array(2 * slots.length);
    for (const [number, hash] of hashes.entries()) {
      let slot = slotOf(hash);
      while (slots[slot] !== 0) slot = slotOf(slot + 1);
      slots[slot] = number + 1;
    }
  };

  return {
    words,
    find: (text, from, to) => (slots[slotFor(text, from, to)] ?? 0) - 1,
    number(text, from, to) {
      const slot = slotFor(text, from, to);
      const known = slots[slot] ?? 0;
      if (known !== 0) return known - 1;
      hashes.push(hashOf(text, from, to));
      slots[slot] = words.push(unshared(text.slice(from, to)));
      if (2 * words.length > slots.length) grow();
      return words.length - 1;
    },
  };
}

function hashOf(text: string, from: number, to: number): number {
  let hash = 0;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function isAt(word: string, text: string, from: number): boolean {
  for (let at = 0; at < word.length; at++)
    if (word.charCodeAt(at) !== text.charCodeAt(from + at)) return false;
  return true;
}

/** From this length on, a part of a text keeps the whole text in memory (V8). */
const longPart = 13;

/** A word that does not hold on to the text it was cut out of. */
function unshared(word: string): string {
  return word.length < longPart ? word : word.split("").join("");
}
