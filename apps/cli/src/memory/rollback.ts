import { rollbackImport } from "@openclaw/migrate";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/print.ts";
import { createProgressLine } from "../terminal/progress.ts";

export interface RollbackFlags extends StoreFlags {
  readonly agent?: string | undefined;
}

/** Removes what an import has added. */
export async function rollback(importId: string, flags: RollbackFlags): Promise<void> {
  const { agent } = flags;
  using line = createProgressLine();
  await using store = await openStore(flags);
  const report = await rollbackImport(importId, {
    agent,
    reader: store.reader,
    remove: async (place) => {
      const held = store.streams.find(({ spec }) => spec.name === place.stream);
      await (held?.connection ?? store.connection).remove(place);
    },
    signal: interruptSignal(),
    onProgress: ({ removed, total }) => line.show(removed, total, importId),
  });
  line[Symbol.dispose]();
  if (flags.json) printJson(report);
  else print(`removed ${report.removed} events that import ${importId} had added`);
}
