/**
 * Length of a text in quarters of a token: one per character, four per ideograph, syllable or
 * emoji. An estimate: four Latin characters a token, which is what English comes to on average.
 */
export function weigh(text: string): number {
  let weight = text.length;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) >= wide) weight += 3;
  return weight;
}

/** Where the scripts begin that take about one token a character. */
const wide = 0x2e80;

/** Weight of a token, see {@link weigh}. */
export const tokenWeight = 4;
