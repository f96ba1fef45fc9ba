import { EventStoreError } from "@openclaw/event-schema";
import type { DocumentStore } from "@openclaw/jetstream";
import { z } from "zod";

const placeSchema = z.object({ stream: z.string(), sequence: z.number().int() });

const parkedSchema = placeSchema.extend({
  id: z.string(),
  /** What the handler failed with the last time. */
  error: z.string(),
  attempts: z.number().int(),
  /** Unix milliseconds. */
  parkedAt: z.number(),
});

const stateSchema = z.object({
  /** Who follows now; a newer one takes over. */
  owner: z.string(),
  /** How far each stream has been handled. */
  checkpoint: z.record(z.string(), z.number().int()),
  /** Events whose handler failed too often. */
  parked: z.array(parkedSchema),
  /** Parked events that are to be handled once more. */
  requeued: z.array(placeSchema),
});

/** An event that its follower could not handle, left behind so that the others go on. */
export type ParkedEvent = Readonly<z.infer<typeof parkedSchema>>;
/** What the server keeps of a follower. */
export type FollowerState = Readonly<z.infer<typeof stateSchema>>;

/** An event that its follower has left behind, by its place. */
export type ParkedPlace = Readonly<z.infer<typeof placeSchema>>;

const newFollower: FollowerState = { owner: "", checkpoint: {}, parked: [], requeued: [] };

/**
 * Where a follower stands and what it has parked; nothing where there is none of that name.
 *
 * @throws EventStoreError `CORRUPT` where the document is not that of a follower
 */
export async function readFollower(
  documents: DocumentStore,
  name: string,
): Promise<FollowerState | undefined> {
  return (await load(documents, name))?.state;
}

/** Changes what is kept of a follower: again, where somebody else has changed it in between. */
export async function changeFollower(
  documents: DocumentStore,
  name: string,
  change: (state: FollowerState) => FollowerState,
): Promise<FollowerState> {
  for (;;) {
    const kept = await load(documents, name);
    const state = change(kept?.state ?? newFollower);
    const revision = await documents.put(keyOf(name), state, kept?.revision ?? 0);
    if (revision !== undefined) return state;
  }
}

/**
 * Has parked events handled once more: by the follower's next start, or with its next event.
 *
 * @returns how many are handled again
 */
export async function requeueParked(
  documents: DocumentStore,
  name: string,
  which: (parked: ParkedEvent) => boolean = () => true,
): Promise<number> {
  let count = 0;
  await changeFollower(documents, name, (state) => {
    const chosen = state.parked.filter(which).map(({ stream, sequence }) => ({ stream, sequence }));
    count = chosen.length;
    const parked = state.parked.filter((each) => !which(each));
    return { ...state, parked, requeued: [...state.requeued, ...chosen] };
  });
  return count;
}

async function load(
  documents: DocumentStore,
  name: string,
): Promise<{ readonly state: FollowerState; readonly revision: number } | undefined> {
  const document = await documents.get(keyOf(name));
  if (document === undefined) return undefined;
  const { success, data, error } = stateSchema.safeParse(document.value);
  if (success) return { state: data, revision: document.revision };
  throw new EventStoreError(
    "CORRUPT",
    `what is kept of follower ${name} cannot be read; begin anew under another name`,
    { cause: error },
  );
}

function keyOf(name: string): string {
  return `${keyPrefix}${name}`;
}

const keyPrefix = "follower-";

/** The names of all followers that the server keeps something of. */
export async function followerNames(documents: DocumentStore): Promise<readonly string[]> {
  const keys = await documents.keys();
  return keys.filter((key) => key.startsWith(keyPrefix)).map((key) => key.slice(keyPrefix.length));
}
