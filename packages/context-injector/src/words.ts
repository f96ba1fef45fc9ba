import {
  ara,
  deu,
  eng,
  fas,
  fra,
  heb,
  hin,
  ita,
  jpn,
  kor,
  nld,
  por,
  rus,
  spa,
  ukr,
  zho,
} from "stopword";

/** Scripts that put no spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const beyondAscii = /[^ -~\s]/;
const run = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;

/** The locale is fixed so that all machines cut alike; the dictionaries go by script, not locale. */
const segmenter = new Intl.Segmenter("en", { granularity: "word" });

/** One form for all spellings of a word by case or by compatible characters. */
export function fold(text: string): string {
  return (beyondAscii.test(text) ? text.normalize("NFKC") : text).toLowerCase();
}

/** The words of a text of any script, in order, as they are written. */
export function words(text: string): string[] {
  const found: string[] = [];
  eachWord(text, (whole, from, to) => found.push(whole.slice(from, to)));
  return found;
}

/** Tells where each word of a text begins and ends, in the text or a part of it. */
export function eachWord(
  text: string,
  tell: (whole: string, from: number, to: number) => void,
): void {
  if (!beyondAscii.test(text)) eachAsciiRun(text, tell);
  else
    for (const [part] of text.matchAll(run))
      for (const word of segment(part)) tell(word, 0, word.length);
}

/** Whether words like this one are written without a space between them. */
export function isUnspaced(word: string): boolean {
  return unspaced.test(word);
}

function eachAsciiRun(text: string, tell: (whole: string, from: number, to: number) => void): void {
  let from = -1;
  for (let at = 0; at <= text.length; at++) {
    const isInWord = at < text.length && isAsciiWord(text.charCodeAt(at));
    if (isInWord && from === -1) from = at;
    if (isInWord || from === -1) continue;
    tell(text, from, at);
    from = -1;
  }
}

/** Digits and letters. */
function isAsciiWord(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

function segment(text: string): string[] {
  return unspaced.test(text) ? Array.from(segmenter.segment(text), (part) => part.segment) : [text];
}

/** Contracted parts and question words, which the English list lacks. */
const english = `s t d m re ll ve don didn doesn isn wasn can cannot could would should shall may might must
  what when where which who whom whose why how there here then than else yes yeah ok okay`;

/** English words of matter that are grammar in another language. */
const matter = new Set(
  "ai come dies door era far hat man met most one sea see sin sobre son tan time war way".split(
    " ",
  ),
);

/** Folded words that carry grammar rather than matter, of the languages most written. */
export const functionWords: ReadonlySet<string> = new Set(
  [english, eng, deu, nld, fra, spa, ita, por, rus, ukr, ara, heb, fas, hin, zho, jpn, kor]
    .flat()
    .flatMap((entry) => words(fold(entry)))
    .filter((word) => !matter.has(word) && !/\p{N}/u.test(word)),
);
