import { silentLogger, type Logger } from "@openclaw/event-schema";
import type { DocumentStore } from "@openclaw/jetstream";
import type { Abortable, EventReader, StoredEvent } from "../event-reader.ts";
import type { Projection } from "./projection.ts";
import { createSnapshots, type Folded } from "./snapshot.ts";

export interface FoldOptions extends Abortable {
  /** Where snapshots are kept. @defaultValue nowhere: every fold begins with the first event */
  readonly snapshots?: DocumentStore | undefined;
  /** Events from one snapshot to the next. @defaultValue 1000 */
  readonly snapshotEvery?: number | undefined;
  readonly logger?: Logger | undefined;
}

export interface FollowFoldOptions<State> extends FoldOptions {
  /** Told the state when all stored events are in it, and with every further one. */
  readonly onState: (folded: Folded<State>) => void;
}

/** The state of a projection as of now. */
export async function foldEvents<State>(
  reader: EventReader,
  projection: Projection<State>,
  options: FoldOptions = {},
): Promise<Folded<State>> {
  const fold = await beginFold(projection, options);
  const { checkpoint: after } = fold.current;
  const events = reader.read(projection.filter, { after, signal: options.signal });
  for await (const stored of events) await fold.add(stored);
  return fold.current;
}

/** As {@link foldEvents}, then on with events as they are stored, until `signal` aborts. */
export async function followFold<State>(
  reader: EventReader,
  projection: Projection<State>,
  { onState, ...options }: FollowFoldOptions<State>,
): Promise<void> {
  const fold = await beginFold(projection, options);
  let isCaughtUp = false;
  const events = reader.follow(projection.filter, {
    after: fold.current.checkpoint,
    signal: options.signal,
    onCaughtUp() {
      isCaughtUp = true;
      onState(fold.current);
    },
  });
  for await (const stored of events) {
    await fold.add(stored);
    if (isCaughtUp) onState(fold.current);
  }
}

interface Fold<State> {
  current: Folded<State>;
  add(stored: StoredEvent): Promise<void>;
}

async function beginFold<State>(
  projection: Projection<State>,
  { snapshots: documents, snapshotEvery = 1000, logger = silentLogger }: FoldOptions,
): Promise<Fold<State>> {
  const snapshots = createSnapshots(projection, documents, logger);
  let added = 0;
  const fold: Fold<State> = {
    current: (await snapshots.read()) ?? { state: projection.initial, checkpoint: {} },
    async add({ event, stream, sequence }) {
      fold.current = {
        state: projection.apply(fold.current.state, event),
        checkpoint: { ...fold.current.checkpoint, [stream]: sequence },
      };
      added += 1;
      if (documents !== undefined && added % snapshotEvery === 0)
        await snapshots.write(fold.current);
    },
  };
  return fold;
}
