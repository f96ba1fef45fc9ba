import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inspectOutbox, type OutboxFacts } from "@openclaw/event-publisher";
import { stateDir } from "./state-dir.ts";

/** An outbox of the gateway on this machine. */
export interface FoundOutbox {
  readonly name: string;
  readonly dir: string;
  readonly facts: OutboxFacts;
}

/** Looks into the gateway's outboxes below the state directory. */
export async function readOutboxes(env: NodeJS.ProcessEnv): Promise<readonly FoundOutbox[]> {
  const parent = join(stateDir(env), "event-store", "outbox");
  if (!existsSync(parent)) return [];
  return Promise.all(
    readdirSync(parent).map(async (name) => {
      const dir = join(parent, name);
      return { name, dir, facts: await inspectOutbox(dir) };
    }),
  );
}
