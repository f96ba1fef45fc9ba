import type { SignalName } from "./signals.ts";

/**
 * How much each signal counts: a conditional logit of which passage answers a question, fitted by
 * `bench/fit-weights.ts` on the dev halves of LoCoMo, BEAM-100K and LongMemEval together.
 */
export const weights: Readonly<Record<SignalName, number>> = {
  relevance: 0.93,
  relevanceRoot: 0.77,
  windowCoverage: 1.51,
  sessionCoverage: 1.73,
  rarest: 0.77,
  density: 0.92,
  phrase: 0.61,
  names: 0.69,
  before1: 0.54,
  before2: 0.76,
  after1: 0.79,
  after2: 0.46,
  answer: 1.29,
  session: 2.51,
  speaker: 2.61,
  user: 0.96,
  userAsked: 0.66,
  agentAsked: 1.84,
  length: -0.41,
  parts: -1.26,
  laterPart: 0.53,
  time: 1.51,
  number: 0.46,
  personal: 0.35,
  news: 2.57,
  opening: 0.58,
  period: 1.84,
  distance: -2.91,
};
