// Follows as "mortal", notes the sequence of each event it handles in a file, and cannot handle every seventh.
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@openclaw/jetstream";
import { createEventReader, runFollower } from "../src/index.ts";
import { store } from "./event-log.ts";

const [path = "", url = ""] = process.argv.slice(2);
const connection = connect({ url });

await runFollower(createEventReader(connection, store), connection.openDocuments(), {
  name: "mortal",
  attempts: 1,
  async handle({ sequence }) {
    await sleep(1);
    if (sequence % 7 === 0) throw new Error("cannot be handled");
    appendFileSync(path, `${sequence}\n`);
  },
});
