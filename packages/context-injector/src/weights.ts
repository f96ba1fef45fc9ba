import type { SignalName } from "./signals.ts";

/**
 * How much each signal counts: a conditional logit of which passage answers a question, fitted by
 * `bench/fit-weights.ts` on the dev halves of LoCoMo, BEAM-100K and LongMemEval together.
 */
export const weights: Readonly<Record<SignalName, number>> = {
  relevance: 0.92,
  relevanceRoot: 0.72,
  windowCoverage: 1.24,
  sessionCoverage: 1.3,
  rarest: 0.93,
  density: 0.98,
  phrase: 0.56,
  names: 0.73,
  before1: 0.41,
  before2: 0.79,
  after1: 0.66,
  after2: 0.41,
  answer: 1.32,
  session: 2.74,
  speaker: 2.59,
  user: 0.92,
  userAsked: 0.55,
  agentAsked: 1.87,
  length: -0.36,
  parts: -1.26,
  laterPart: 0.59,
  time: 1.58,
  number: 0.54,
  personal: 0.38,
  standing: 0.69,
  news: 2.84,
  opening: 0.54,
  period: 1.84,
  distance: -2.91,
};
