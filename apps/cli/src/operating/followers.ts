import {
  followerNames,
  readFollower,
  requeueParked,
  type FollowerState,
} from "@openclaw/event-query";
import { EventStoreError } from "@openclaw/event-schema";
import type { DocumentStore } from "@openclaw/jetstream";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { oneLine, print, printJson } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";
import { localTime } from "../time/local-time.ts";

export interface FollowersFlags extends StoreFlags {
  readonly requeue?: true | undefined;
}

type Follower = Omit<FollowerState, "owner"> & { readonly name: string };

/**
 * Prints how far the durable followers have come, or what one of them has parked, or has that handled
 * once more.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` where there is no follower of that name
 */
export async function followers(name: string | undefined, flags: FollowersFlags): Promise<void> {
  if (name === undefined && flags.requeue)
    throw new EventStoreError("INVALID_ARGUMENT", "name the follower whose events to requeue");
  await using store = await openStore(flags);
  const documents = store.connection.openDocuments();
  const kept = await readKept(documents, name);
  const [follower] = kept;
  if (name === undefined) tellAll(kept, flags);
  else if (follower === undefined)
    throw new EventStoreError(
      "INVALID_ARGUMENT",
      `the server keeps no follower ${name}; see all with \`openclaw-events followers\``,
    );
  else if (flags.requeue) tellRequeued(name, await requeueParked(documents, name), flags);
  else tellOne(follower, flags);
}

/** Names are listed first: to read a document creates the bucket where there is none. */
async function readKept(documents: DocumentStore, name?: string): Promise<readonly Follower[]> {
  const kept: Follower[] = [];
  for (const each of await followerNames(documents)) {
    if (name !== undefined && each !== name) continue;
    const state = await readFollower(documents, each);
    if (state === undefined) continue;
    const { checkpoint, parked, requeued } = state;
    kept.push({ name: each, checkpoint, parked, requeued });
  }
  return kept.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function tellAll(kept: readonly Follower[], { json }: FollowersFlags): void {
  const counted = kept.map((each) => ({
    ...each,
    parked: each.parked.length,
    requeued: each.requeued.length,
  }));
  if (json) printJson({ followers: counted });
  else if (counted.length === 0) print("the server keeps no follower");
  else
    print(
      table(
        ["FOLLOWER", "PARKED", "REQUEUED", "HANDLED UP TO"],
        counted.map(({ name, parked, requeued, checkpoint }) => [
          oneLine(name),
          String(parked),
          String(requeued),
          Object.entries(checkpoint)
            .map(([stream, sequence]) => `${oneLine(stream)} ${sequence}`)
            .join(", "),
        ]),
      ),
    );
}

function tellRequeued(name: string, requeued: number, { json }: FollowersFlags): void {
  if (json) printJson({ name, requeued });
  else if (requeued === 0) print(`follower ${oneLine(name)} has parked no event`);
  else
    print(
      `${requeued} parked events will be handled once more, by the next start of ${oneLine(name)} or with its next event`,
    );
}

function tellOne(follower: Follower, { json }: FollowersFlags): void {
  const { name, parked, requeued } = follower;
  if (json) {
    printJson(follower);
    return;
  }
  if (parked.length === 0) print(`follower ${oneLine(name)} has parked no event`);
  else
    print(
      table(
        ["STREAM", "SEQUENCE", "EVENT", "ATTEMPTS", "PARKED", "ERROR"],
        parked.map(({ stream, sequence, id, attempts, parkedAt, error }) => [
          oneLine(stream),
          String(sequence),
          oneLine(id),
          String(attempts),
          localTime(parkedAt),
          oneLine(error),
        ]),
      ),
    );
  if (requeued.length > 0)
    print(`${requeued.length} requeued events wait for the follower to handle them`);
}
