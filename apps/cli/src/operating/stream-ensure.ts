import type { StreamState } from "@openclaw/jetstream";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { print, printJson } from "../terminal/print.ts";

export interface StreamEnsureFlags extends StoreFlags {
  readonly update?: true | undefined;
  readonly allowShrink?: true | undefined;
}

/**
 * Creates the streams that are missing and, if asked to, makes the others what the settings say.
 *
 * @throws EventStoreError `STREAM_CONFLICT`, or `INVALID_ARGUMENT` where a stream would keep less
 */
export async function streamEnsure(flags: StreamEnsureFlags): Promise<void> {
  await using store = await openStore(flags);
  const streams: StreamState[] = [];
  for (const { connection, spec } of store.streams) {
    const state = await connection.ensureStream(spec);
    const update = flags.update ?? flags.allowShrink ?? false;
    streams.push(
      update
        ? await connection.updateStream(spec, { allowShrink: flags.allowShrink ?? false })
        : state,
    );
  }
  if (flags.json) printJson({ streams });
  else for (const { name, subjects } of streams) print(`${name} holds ${subjects.join(", ")}`);
}
