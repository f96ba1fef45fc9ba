import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { messageOf } from "../problem.ts";
import type { OnProblem } from "../run-import.ts";
import { databaseName, keysOfDatabase } from "./database.ts";
import { namesIn } from "./find-transcripts.ts";

/** The key of the session that a session id stands for. */
export type SessionKeys = ReadonlyMap<string, string>;

const sessionStore = z.record(z.string(), z.looseObject({ sessionId: z.string().optional() }));
const storeName = /^(?:legacy-store\.)?sessions\.json(?:\.imported-\d+)?$/;

/** What the gateway tells of an agent's sessions, in its database and in the files it had before. */
export async function readSessionKeys(
  stateDir: string,
  agent: string,
  onProblem: OnProblem,
): Promise<SessionKeys> {
  const keys = new Map<string, string>();
  for await (const { path, read } of keySources(stateDir, agent))
    try {
      for (const [id, key] of await read(join(stateDir, path))) keys.set(id, key);
    } catch (error) {
      onProblem({ path, message: `tells no session keys: ${messageOf(error)}` });
    }
  return keys;
}

/** Where session keys stand, the most recent last. */
async function* keySources(
  stateDir: string,
  agent: string,
): AsyncGenerator<{ path: string; read: (location: string) => Promise<SessionKeys> }> {
  for (const dir of ["session-sqlite-import-archive", "sessions", "agent"])
    for (const name of await namesIn(join(stateDir, "agents", agent, dir))) {
      const path = `agents/${agent}/${dir}/${name}`;
      if (storeName.test(name)) yield { path, read: keysOfFile };
      if (name === databaseName) yield { path, read: keysOfDatabase };
    }
}

async function keysOfFile(location: string): Promise<SessionKeys> {
  const entries = sessionStore.parse(JSON.parse(await readFile(location, "utf8")));
  const found = Object.entries(entries);
  return new Map(found.flatMap(([key, { sessionId }]) => (sessionId ? [[sessionId, key]] : [])));
}
