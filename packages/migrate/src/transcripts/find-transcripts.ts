import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../problem.ts";
import type { OnProblem, SourceFile } from "../run-import.ts";

/** A file with transcripts of an agent. */
export interface TranscriptFile extends SourceFile {
  readonly kind: "transcript";
  readonly format: "jsonl" | "jsonl.zst" | "sqlite";
}

const patterns = [
  { pattern: /^agent\/openclaw-agent\.sqlite$/, format: "sqlite" },
  { pattern: /^sessions\/[^/]+\.jsonl(?:\.(?:deleted|reset)\.[^/]*)?\.zst$/, format: "jsonl.zst" },
  { pattern: /^sessions\/[^/]+\.jsonl(?:\.(?:deleted|reset)\.[^/]*)?$/, format: "jsonl" },
  { pattern: /^session-sqlite-import-archive\/[^/]+\.jsonl\.imported-\d+$/, format: "jsonl" },
] as const;

/** The transcripts of an agent below a state directory of OpenClaw: the database first, which holds most. */
export async function* findTranscripts(
  stateDir: string,
  agent: string,
  onProblem: OnProblem,
): AsyncGenerator<TranscriptFile> {
  for await (const { path, format } of transcriptPaths(stateDir, agent)) {
    const location = join(stateDir, path);
    try {
      const { size: bytes, mtimeMs } = await stat(location);
      const modifiedAt = Math.trunc(mtimeMs);
      yield { kind: "transcript", path, location, bytes, modifiedAt, format };
    } catch (error) {
      onProblem({ path, message: `cannot be read: ${messageOf(error)}` });
    }
  }
}

async function* transcriptPaths(
  stateDir: string,
  agent: string,
): AsyncGenerator<Pick<TranscriptFile, "path" | "format">> {
  for (const dir of ["agent", "sessions", "session-sqlite-import-archive"])
    for (const name of await namesIn(join(stateDir, "agents", agent, dir))) {
      const found = patterns.find(({ pattern }) => pattern.test(`${dir}/${name}`));
      if (found !== undefined)
        yield { path: `agents/${agent}/${dir}/${name}`, format: found.format };
    }
}

/** The names in a directory in order, none where there is no such directory. */
export async function namesIn(dir: string): Promise<readonly string[]> {
  try {
    return (await readdir(dir)).toSorted();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
