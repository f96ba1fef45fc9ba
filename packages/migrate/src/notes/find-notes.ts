import { opendir, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { OnProblem, SourceFile, SourceKind } from "../run-import.ts";

/** What a file of a workspace is to the agent. */
export type NoteKind = Exclude<SourceKind, "transcript">;

/** A file of memory. */
export interface NoteFile extends SourceFile {
  readonly kind: NoteKind;
}

const longTerm = /^(?:MEMORY|memory|USER|DREAMS)\.md$/;
const markdown = /\.(?:md|markdown)$/i;
const dated = /^(?:.*\/)?\d{4}-\d{2}-\d{2}[^/]*$/;

/** What a path in a workspace holds, `undefined` where it is no memory. */
function noteKind(path: string): NoteKind | undefined {
  if (longTerm.test(path)) return "long-term";
  if (path.startsWith("life/areas/") && (markdown.test(path) || path.endsWith(".json")))
    return "knowledge";
  if (!path.startsWith("memory/") || !markdown.test(path)) return undefined;
  return dated.test(path) ? "daily" : "note";
}

/**
 * The files of memory below a workspace, in the order of their paths. Symbolic links are followed as long
 * as they stay inside; what cannot be followed or read is told.
 *
 * @param workspace - without symbolic links
 */
export async function* findNotes(
  workspace: string,
  onProblem: OnProblem,
): AsyncGenerator<NoteFile> {
  const entered = new Set<string>();

  async function* walk(dir: string): AsyncGenerator<NoteFile> {
    for (const name of await namesIn(dir)) {
      const path = dir === "" ? name : `${dir}/${name}`;
      if (leadsToNotes(path)) yield* visit(path);
    }
  }

  async function* visit(path: string): AsyncGenerator<NoteFile> {
    try {
      const location = await realpath(join(workspace, path));
      if (!isInside(workspace, location)) {
        onProblem({
          path,
          message: "is a symbolic link out of the workspace and was not followed",
        });
        return;
      }
      const found = await stat(location);
      const kind = noteKind(path);
      if (found.isDirectory() && !entered.has(location)) {
        entered.add(location);
        yield* walk(path);
      } else if (found.isFile() && kind !== undefined)
        yield { kind, path, location, bytes: found.size, modifiedAt: Math.trunc(found.mtimeMs) };
    } catch (error) {
      onProblem({ path, message: `cannot be read: ${String(error)}` });
    }
  }

  async function namesIn(dir: string): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const { name } of await opendir(join(workspace, dir))) names.push(name);
    return names.toSorted();
  }

  yield* walk("");
}

const roots = ["memory", "life", "life/areas"];

/** Whether a path is one of memory, or a directory that may hold such. */
function leadsToNotes(path: string): boolean {
  return (
    roots.includes(path) ||
    path.startsWith("memory/") ||
    path.startsWith("life/areas/") ||
    noteKind(path) !== undefined
  );
}

function isInside(workspace: string, location: string): boolean {
  const path = relative(workspace, location);
  return path !== ".." && !path.startsWith(`..${sep}`);
}
