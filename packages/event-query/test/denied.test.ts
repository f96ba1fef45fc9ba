import { connect, type Connection } from "@openclaw/jetstream";
import { startConfiguredServer, type ConfiguredServer } from "@openclaw/jetstream/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEventReader } from "../src/index.ts";
import { append, collect, event, store } from "./event-log.ts";

/** One may not ask, one not hear the answer, one not hear the events. */
const config = (dir: string): string => `
jetstream { store_dir: "${dir}" }
accounts {
  AGENTS {
    jetstream: enabled
    users: [
      { user: owner, password: x }
      { user: outsider, password: x, permissions: { publish: "_INBOX.>", subscribe: "_INBOX.>" } }
      { user: halfdeaf, password: x, permissions: { publish: "$JS.API.>", subscribe: "_INBOX.*.*" } }
      { user: deaf, password: x, permissions: { publish: "$JS.API.>", subscribe: "other.>" } }
    ]
  }
}`;

let server: ConfiguredServer;

beforeAll(async () => {
  server = await startConfiguredServer(config);
  await using owner = connectAs("owner");
  await owner.ensureStream({
    name: store.stream,
    subjects: [`${store.subjectPrefix}.>`],
    maxAgeMs: 0,
  });
  await append(owner, store, [event()]);
});

afterAll(async () => server[Symbol.asyncDispose]());

test.each(["outsider", "deaf", "halfdeaf"])("%s is told that it may not read", async (user) => {
  await using connection = connectAs(user);
  const reader = createEventReader(connection, store);
  const denied = { code: "PERMISSION_DENIED" };

  await expect(collect(reader.read())).rejects.toMatchObject(denied);
  await expect(collect(reader.heads())).rejects.toMatchObject(denied);
  await expect(reader.page()).rejects.toMatchObject(denied);
  await expect(collect(reader.follow())).rejects.toMatchObject(denied);
});

function connectAs(user: string): Connection {
  return connect({ url: `nats://${user}:x@127.0.0.1:${server.port}` });
}
