import { createEventReader, runFollower } from "@openclaw/event-query";
import { connect } from "@openclaw/jetstream";

/** Leaves a follower behind that could not handle the first event of the store. */
export async function leaveFollower(url: string, name: string): Promise<void> {
  await using connection = connect({ url });
  const stores = { stream: "openclaw-events", subjectPrefix: "openclaw.events" };
  const stop = new AbortController();
  await runFollower(createEventReader(connection, stores), connection.openDocuments(), {
    name,
    attempts: 1,
    handle() {
      stop.abort();
      throw new Error("out of \u001B[2Jdisk\nspace");
    },
    signal: stop.signal,
  });
}
