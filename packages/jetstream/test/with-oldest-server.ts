// npm run test:oldest [-- <vitest arguments>]: the suites that meet a server, on the oldest one supported.
import { spawnSync } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { downloadFromDebian } from "../src/server/download-from-debian.ts";
import { serverCache } from "../src/server/find-nats-server.ts";
import { oldestSupported } from "../src/server/versions.ts";

const cache = serverCache();
const kept = join(cache, `${oldestSupported}-debian`, "nats-server");
const server = await access(kept).then(
  () => kept,
  async () => downloadFromDebian(cache, "trixie"),
);
const suites = [
  "packages/jetstream",
  "packages/event-publisher",
  "packages/event-query",
  "packages/gateway-integration/test/agent-stores.test.ts",
];
const args = process.argv.slice(2);
console.log(`nats-server ${oldestSupported}`);
const { status } = spawnSync("vitest", ["run", ...suites, ...args], {
  stdio: "inherit",
  env: { ...process.env, NATS_SERVER_BIN: server },
});
process.exitCode = status ?? 1;
