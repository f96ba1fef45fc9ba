/** Makes strings of random characters, the same in every run. */
export interface Characters {
  readonly pick: (alphabet: string, length: number) => string;
  readonly hex: (length: number) => string;
  /** Letters and digits, of each at least one. */
  readonly mixed: (length: number) => string;
  readonly base64: (length: number) => string;
  readonly digits: (length: number) => string;
  /** Letters and digits of base 32. */
  readonly base32: (length: number) => string;
  readonly uuid: () => string;
  readonly number: (most: number) => number;
}

const lower = "abcdefghijklmnopqrstuvwxyz";
const upper = lower.toUpperCase();
const decimal = "0123456789";

export function createCharacters(seed: number): Characters {
  let state = seed;
  const number = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const pick = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(number(alphabet.length))).join("");
  const hex = (length: number): string => pick(`${decimal}abcdef`, length);
  return {
    pick,
    hex,
    mixed: (length) =>
      `${pick(lower, 1)}${pick(decimal, 1)}${pick(upper, 1)}${pick(lower + upper + decimal, length - 3)}`,
    base64: (length) => pick(`${lower}${upper}${decimal}+/`, length),
    digits: (length) => pick(decimal, length),
    base32: (length) => pick(`${upper}234567`, length),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    number,
  };
}
