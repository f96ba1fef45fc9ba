import { isEventStoreError } from "@openclaw/event-schema";
import type { DocumentStore } from "@openclaw/jetstream";
import type { PagedEventReader } from "../event-reader.ts";
import {
  changeFollower,
  followerNames,
  readFollower,
  type FollowerState,
  type ParkedPlace,
} from "../follow/follower-state.ts";

/**
 * Removes from what folds and followers keep in the server what was made of events that are gone: all
 * snapshots, which the next folds make anew, and what parked events failed with.
 */
export async function forgetInDocuments(
  documents: DocumentStore,
  reader: PagedEventReader,
): Promise<void> {
  const followers = new Map<string, FollowerState>();
  for (const name of await followerNames(documents)) {
    const state = await readFollower(documents, name);
    if (state !== undefined) followers.set(name, await withoutGone(state, reader));
  }
  if ((await documents.keys()).length === 0) return;
  await documents.purge();
  for (const [name, state] of followers)
    // One that runs may have kept its state meanwhile.
    await changeFollower(documents, name, (now) =>
      now.owner === ""
        ? state
        : {
            ...now,
            parked: [...state.parked, ...now.parked],
            requeued: [...state.requeued, ...now.requeued],
          },
    );
}

async function withoutGone(state: FollowerState, reader: PagedEventReader): Promise<FollowerState> {
  const isThere = async (place: ParkedPlace): Promise<boolean> => {
    try {
      return (await reader.at(place)) !== undefined;
    } catch (error) {
      if (isEventStoreError(error, "STREAM_NOT_FOUND")) return false;
      throw error;
    }
  };
  const parked: FollowerState["parked"][number][] = [];
  for (const each of state.parked) if (await isThere(each)) parked.push(each);
  return { ...state, parked };
}
