import type { SignalName } from "./signals.ts";

/**
 * How much each signal counts: a conditional logit of which passage answers a question, fitted by
 * `bench/fit-weights.ts` on the dev halves of LoCoMo, BEAM-100K and LongMemEval together.
 */
export const weights: Readonly<Record<SignalName, number>> = {
  relevance: 0.79,
  relevanceRoot: 0.7,
  coverage: 0.15,
  windowCoverage: 1.07,
  sessionCoverage: 1.68,
  rarest: 0.94,
  density: 1.13,
  phrase: 0.66,
  names: 0.64,
  before1: 0.67,
  before2: 0.8,
  after1: 0.96,
  after2: 0.53,
  answer: 1.27,
  session: 2.57,
  expansion: 0.19,
  speaker: 2.58,
  user: 0.89,
  userAsked: 0.54,
  agentAsked: 1.72,
  question: -0.19,
  length: -0.77,
  short: -0.32,
  parts: -1.41,
  laterPart: 0.59,
  time: 1.32,
  number: 0.44,
  personal: 0.32,
  rarity: 1.54,
  matter: 0.42,
  opening: 0.55,
  period: 1.83,
  distance: -2.96,
};
