import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export interface WorkspaceSize {
  readonly notes: number;
  readonly bytes: number;
  /** The same seed makes the same workspace. @defaultValue 1 */
  readonly seed?: number;
}

const sentences = [
  "The user prefers green tea in the morning and coffee after lunch.",
  "Decided to move the deployment to Thursday, since the tests were red.",
  "Remember to ask Ada about the invoice for the Berlin trip.",
  "Das Backup läuft nachts um drei; die Größe wächst um zwei Gigabyte im Monat.",
  "Für das Abendessen mit Jürgen einen Tisch für vier Personen reservieren.",
  "Die Übersetzung ist fertig, die Prüfung steht noch aus.",
  "用户更喜欢简短的回答,不要使用表格。",
  "下周二与李明讨论新的数据库设计,并准备演示文稿。",
  "服务器在夜间重启了两次,原因仍在调查中。",
];
const topics = ["Plans", "Tea", "Deployment", "Größe", "Später", "会议", "数据库", "Ada", "Notes"];
const oddNames = ["with space", "emoji 🫖", "Müller & Söhne", "计划", "a.b*c>d", "100%", "it's"];

/** A random number generator that a seed decides (Mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Writes a workspace as years of use leave it: daily notes with and without slug, folders, long-term
 * memory, knowledge; English, German and Chinese; odd names and encodings, Windows line ends, front
 * matter, code, and one note in a hundred of a megabyte or more.
 */
export async function writeWorkspace(
  dir: string,
  { notes, bytes, seed = 1 }: WorkspaceSize,
): Promise<void> {
  const random = createRandom(seed);
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[]): T => {
    const found = from[Math.floor(random() * from.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };
  const huge = Math.ceil(notes / 100);
  const hugeBytes = Math.min(1_200_000, bytes / huge / 2);
  const usual = (bytes - huge * hugeBytes) / (notes - huge);

  const section = (): string => {
    const parts = [`${"#".repeat(1 + Math.floor(random() * 3))} ${pick(topics)}\n\n`];
    for (let paragraphs = 1 + random() * 4; paragraphs > 0; paragraphs--) {
      const list = random() < 0.3;
      for (let lines = 1 + random() * 5; lines > 0; lines--)
        parts.push(list ? "- " : "", pick(sentences), " ", pick(sentences), "\n");
      parts.push("\n");
    }
    if (random() < 0.1) parts.push("```sh\n# not a heading\nnpm test\n```\n\n");
    return parts.join("");
  };
  const text = (size: number): string => {
    const parts: string[] = random() < 0.1 ? ["---\ntags: [a, b]\n---\n"] : [];
    for (let length = 0; length < size;) {
      const next = section();
      parts.push(next);
      length += Buffer.byteLength(next);
    }
    const whole = parts.join("");
    return random() < 0.1 ? whole.replaceAll("\n", "\r\n") : whole;
  };
  const encode = (content: string): Uint8Array => {
    const kind = random();
    if (kind < 0.01) return Buffer.from(`\uFEFF${content}`, "utf16le");
    return Buffer.from(content, kind < 0.02 ? "latin1" : "utf8");
  };
  const pathOf = (index: number): string => {
    const day = new Date(Date.UTC(2019, 0, 1) + index * 3_600_000 * 6).toISOString().slice(0, 10);
    const kind = index % 10;
    if (kind < 5) return `memory/${day}-${index}.md`;
    if (kind < 7) return `memory/daily/${day.slice(0, 4)}/${day}-${pick(oddNames)}-${index}.md`;
    if (kind < 8) return `memory/imports/tool/${pick(oddNames)} ${index}.md`;
    return `life/areas/${pick(["people", "projects"])}/${pick(oddNames)}-${index}/summary.md`;
  };

  for (let index = 0; index < notes; index++) {
    const path = join(dir, index === 0 ? "MEMORY.md" : pathOf(index));
    const size = index % 100 === 99 ? hugeBytes : usual * (0.1 + 1.8 * random());
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, encode(text(size)));
  }
}
