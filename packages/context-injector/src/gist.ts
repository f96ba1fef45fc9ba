import { sentencesOf } from "./passages.ts";
import { fold, functionWords, words } from "./words.ts";

/** Of a text's words, this share may be left out. */
const mostLeftOut = 0.2;
/** Fewer words standing alone say nothing. */
const shortestRun = 4;
const gap = "…";

interface Sentence {
  readonly text: string;
  readonly words: number;
  /** Share of its words that carry matter; more where one is wanted. */
  readonly worth: number;
}

/** A text without the sentences that say least (greetings, asking back), as long as most of it stays. */
export function gistOf(text: string, wanted: ReadonlySet<string>): string {
  const sentences = sentencesOf(text).map((sentence) => measure(sentence, wanted));
  const whole = sentences.reduce((sum, { words: count }) => sum + count, 0);
  const dropped = new Set<Sentence>();
  for (const sentence of sentences.toSorted((a, b) => a.worth - b.worth)) {
    dropped.add(sentence);
    if (sentence.worth >= 1 || standing(sentences, dropped) < (1 - mostLeftOut) * whole)
      dropped.delete(sentence);
  }
  return dropped.size === 0 ? text : joined(sentences, dropped);
}

/** Words left in runs long enough to be understood. */
function standing(sentences: readonly Sentence[], dropped: ReadonlySet<Sentence>): number {
  let [total, run] = [0, 0];
  for (const sentence of [...sentences, undefined]) {
    if (sentence && !dropped.has(sentence)) run += sentence.words;
    else {
      if (run >= shortestRun) total += run;
      run = 0;
    }
  }
  return total;
}

function measure(text: string, wanted: ReadonlySet<string>): Sentence {
  const said = words(fold(text));
  const content = said.filter((word) => !functionWords.has(word));
  const share = content.length / Math.max(1, said.length);
  return {
    text,
    words: said.length,
    worth: content.some((word) => wanted.has(word)) ? 1 : share * (text.endsWith("?") ? 0.5 : 0.99),
  };
}

function joined(sentences: readonly Sentence[], dropped: ReadonlySet<Sentence>): string {
  return sentences
    .map((sentence) => (dropped.has(sentence) ? gap : sentence.text))
    .join(" ")
    .replace(/(?:… ?){2,}/g, "… ")
    .replace(/^… | …$/g, "");
}
