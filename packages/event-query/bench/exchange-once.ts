import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { connect } from "@openclaw/jetstream";
import {
  createEventReader,
  exportNdjson,
  exportTrainingPairs,
  importNdjson,
} from "../src/index.ts";

/** Exports a stream to a file, imports that where it can be, and prints what it took. */
const { NATS_URL: url = "", STREAM: stream = "", PREFIX: subjectPrefix = "" } = process.env;
const isNdjson = process.env["FORMAT"] === "ndjson";
const path = "events.out";
const pieceLength = 65_536;

await using connection = connect({ url });
const events = createEventReader(connection, { stream, subjectPrefix }).read();
const lines = isNdjson ? exportNdjson(events) : exportTrainingPairs(events);

const began = performance.now();
await using file = await open(path, "w");
let text = "";
for await (const line of lines) {
  text += line;
  if (text.length < pieceLength) continue;
  await file.writeFile(text);
  text = "";
}
await file.writeFile(text);
const exported = performance.now();
const imported = isNdjson
  ? await importNdjson(createReadStream(path), { sink: async () => Promise.resolve() })
  : 0;

process.stdout.write(
  JSON.stringify({
    exportMs: exported - began,
    importMs: performance.now() - exported,
    imported,
    peakMb: process.resourceUsage().maxRSS / 1e3,
  }),
);
