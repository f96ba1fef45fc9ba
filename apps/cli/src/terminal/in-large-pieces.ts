const enough = 65_536;

/** Text in pieces worth a write each: one for each line would take longer than all that leads to it. */
export async function* inLargePieces(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let text = "";
  for await (const piece of pieces) {
    text += piece;
    if (text.length < enough) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}
