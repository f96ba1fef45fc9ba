import { weigh } from "./tokens.ts";

/** Characters a passage of a long text has at most, about. */
const passageLength = 600;
/** A text up to this is one passage, so that no small rest is split off. */
const wholeLength = 900;

const sentenceEnd = /(?<=[.!?。！？][)"'”’]*)\s+|(?<=[。！？])/u;

/** A text in passages of whole paragraphs or, where those are long, sentences. */
export function passagesOf(text: string): string[] {
  if (text.length <= wholeLength) return [text];
  const units = text
    .split(/\n+/)
    .filter((line) => line.trim() !== "")
    .flatMap((line) => (line.length <= passageLength ? [line] : line.split(sentenceEnd)))
    .flatMap(hardCut);
  const passages: string[] = [];
  for (const unit of units) {
    const last = passages.at(-1);
    if (last !== undefined && last.length + unit.length < passageLength)
      passages[passages.length - 1] = `${last}\n${unit}`;
    else passages.push(unit);
  }
  return passages;
}

/** The sentences of a text, with the spaces between them left out. */
export function sentencesOf(text: string): string[] {
  return text.split(sentenceEnd).filter((sentence) => sentence.trim() !== "");
}

/** The first sentences of a text that weigh at most `room`; of too long a first one its first words. */
export function startOf(text: string, room: number): string {
  if (weigh(text) <= room) return text;
  const sentences = sentencesOf(text);
  const units = weigh(sentences[0] ?? "") < room ? sentences : text.split(/\s+/);
  let start = "";
  for (const unit of units) {
    const longer = start === "" ? unit : `${start} ${unit}`;
    if (weigh(longer) + weigh(ellipsis) > room) break;
    start = longer;
  }
  return start && start + ellipsis;
}

const ellipsis = " …";

function hardCut(unit: string): string[] {
  if (unit.length <= wholeLength) return [unit];
  return Array.from({ length: Math.ceil(unit.length / passageLength) }, (_, index) =>
    unit.slice(index * passageLength, (index + 1) * passageLength),
  );
}
