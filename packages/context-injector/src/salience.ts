import { traits } from "./traits.ts";

/** What is known of a passage when it comes in. */
export interface Incoming {
  readonly text: string;
  /** See {@link weigh}. */
  readonly weight: number;
  /** Of its words, see {@link traits}. */
  readonly traits: number;
  readonly parts: number;
  /** Whether it opens its session. */
  readonly opening: boolean;
  /** Whether the user said it, who is not one of several named people. */
  readonly byUser: boolean;
  /** All words in it, and those among them that carry matter. */
  readonly words: number;
  readonly contentWords: number;
  /** How new its words are to memory, from 0 to 1. */
  readonly news: number;
}

const opensPersonal = /^(?:hey |hi )?\W*(?:I|Ich)\b/i;
const code = /```|[{};]/;

/** How much a passage's price counts against its worth, and what a line costs besides its text. */
const thrift = 0.9;
const lineWeight = 15;

/**
 * How likely a later question is to want the passage, whatever it asks, for its length: log odds up
 * to a constant, fitted as the weights of recall are. It rests only on what was there before, so it
 * never changes.
 */
export function salienceOf(passage: Incoming): number {
  const { text } = passage;
  const length = Math.log(1 + text.length / 100);
  return (
    -thrift * Math.log(passage.weight + lineWeight) +
    1.2 * length -
    2.5 * Math.log(passage.parts) +
    2.0 * (passage.contentWords / Math.max(1, passage.words)) +
    3.0 * passage.news +
    (passage.byUser ? 2.8 - 1.6 * length : 0) +
    (text.length < 40 ? -0.55 : 0) +
    (passage.traits & traits.personal ? 0.65 : 0) +
    (opensPersonal.test(text) ? 0.25 : 0) +
    (passage.traits & traits.time ? 0.7 : 0) +
    (passage.byUser && passage.traits & traits.standing ? 1.2 : 0) +
    (code.test(text) ? -0.6 : 0) +
    (passage.opening ? 0.1 : 0)
  );
}
