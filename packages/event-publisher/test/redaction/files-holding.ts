import { readTree } from "@openclaw/tooling/read-tree";

/** The files of a directory that hold one of these texts, each with it. */
export async function filesHolding(dir: string, texts: readonly string[]): Promise<string[]> {
  return [...(await readTree(dir))].flatMap(([path, content]) =>
    texts.filter((text) => content.includes(text)).map((text) => `${path}: ${text}`),
  );
}
