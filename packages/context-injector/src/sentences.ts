import { weigh } from "./tokens.ts";

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
const ellipsis = " …";

/** The first sentences of a text that weigh at most `most`; of a longer first one its first words. */
export function sentencesWithin(text: string, most: number): string {
  if (weigh(text) <= most) return text;
  return take(segmenter, text, most) || take(wordSegmenter, text, most);
}

const wordSegmenter = new Intl.Segmenter("en", { granularity: "word" });

function take(by: Intl.Segmenter, text: string, most: number): string {
  let left = most - weigh(ellipsis);
  let end = 0;
  for (const { segment, index } of by.segment(text)) {
    left -= weigh(segment);
    if (left < 0) break;
    end = index + segment.length;
  }
  return end === 0 ? "" : text.slice(0, end).trimEnd() + ellipsis;
}
