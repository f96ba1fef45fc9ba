import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Parser, type Node } from "commonmark";

/** The root of the repository. */
export const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** A Markdown file of the repository. */
export interface Document {
  /** Relative to the root. */
  readonly path: string;
  /** What a comment at its beginning says is there before its commands are run. */
  readonly given: string | undefined;
  readonly blocks: readonly Block[];
  readonly links: readonly string[];
  /** What links to a heading end in. */
  readonly anchors: readonly string[];
  /** Code within the text. */
  readonly codes: readonly string[];
}

/** A fenced block of code. */
export interface Block {
  readonly kind: string;
  readonly code: string;
}

/** Where Markdown for people lies; what is in `node_modules`, built or a test's is not. */
const places = [".", "docs", "packages", "apps", ".changeset"];
const skipped = new Set(["node_modules", "dist", "test", "fixtures", ".git"]);

export const documents: readonly Document[] = places
  .flatMap((place) => find(join(root, place), place !== "."))
  .map(read)
  .toSorted((a, b) => a.path.localeCompare(b.path));

function find(dir: string, deep: boolean): readonly string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return deep && !skipped.has(entry.name) ? find(path, deep) : [];
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

function read(path: string): Document {
  const text = readFileSync(path, "utf8");
  const nodes = [...nodesOf(new Parser().parse(text))];
  const ofType = (type: Node["type"]): readonly Node[] =>
    nodes.filter((node) => node.type === type);
  return {
    path: relative(root, path),
    given: /^<!-- given: (.*) -->$/m.exec(text)?.[1],
    blocks: ofType("code_block").map(({ info, literal }) => ({
      kind: info ?? "",
      code: literal ?? "",
    })),
    links: [...ofType("link"), ...ofType("image")].map(({ destination }) => destination ?? ""),
    anchors: ofType("heading").map((heading) => slug(textOf(heading))),
    codes: ofType("code").map(({ literal }) => literal ?? ""),
  };
}

function* nodesOf(parent: Node): Generator<Node> {
  const walker = parent.walker();
  for (let step = walker.next(); step !== null; step = walker.next())
    if (step.entering) yield step.node;
}

function textOf(heading: Node): string {
  return [...nodesOf(heading)].map(({ literal }) => literal ?? "").join("");
}

/** As GitHub names headings. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");
}
