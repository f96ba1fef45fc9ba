import { findNatsServer } from "../server/find-nats-server.ts";

/** The global set-up of a test run: one search for the server, whose result all suites inherit. */
export default async function provideNatsServer(): Promise<void> {
  const { path } = await findNatsServer();
  process.env["NATS_SERVER_BIN"] = path;
}
