// node publisher-process.ts <outbox dir> <load> <first event> <clock shift in ms>, URL in CHAOS_URL
import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@openclaw/jetstream";
import { openPublisher } from "../src/index.ts";
import { loadEvent } from "./load.ts";
import { store } from "./run-fault.ts";

const [dir = "", load = "", first = "0", shift = "0"] = process.argv.slice(2);
const now = Date.now.bind(Date);
Date.now = () => now() + Number(shift);

const connection = connect({ url: process.env["CHAOS_URL"] ?? "" });
const publisher = await openPublisher(connection, {
  ...store,
  outbox: { dir },
  durableAfterMs: 60_000,
  ackTimeoutMs: 2000,
});

/** Tells the parent, synchronously: what was said before the kill is heard. */
const say = (word: string, n: number): void => {
  writeSync(1, `${word} ${n}\n`);
};

for (let n = Number(first); ;) {
  const end = n + 10;
  say("offered", end);
  for (; n < end; n++) publisher.publish(loadEvent(load, n));
  // An event is safe from the end of its process when the turn in which it was published is over.
  await Promise.resolve();
  say("accepted", end);
  await sleep(3);
}
