import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  startEmbeddedServer,
  type EmbeddedServer,
  type EmbeddedServerOptions,
} from "../server/embedded-server.ts";

export interface TestServer extends AsyncDisposable {
  /** Stays the same over restarts. */
  readonly url: string;
  readonly dir: string;
  /** Process id of the running nats-server. */
  readonly pid: number;
  readonly version: string;
  stop(): Promise<void>;
  /** Stops the server if it runs, and starts it again on the same port and store. */
  restart(): Promise<void>;
  /** Ends the server at once, as a power failure would end the process. */
  kill(): Promise<void>;
}

/**
 * A private JetStream server on a free port for one suite; disposing it removes its data.
 *
 * @param options - as of the embedded server; `dir` is where the server gets a directory of its own
 */
export async function startTestServer({
  dir: parent = tmpdir(),
  ...options
}: Partial<EmbeddedServerOptions> = {}): Promise<TestServer> {
  const dir = await mkdtemp(join(parent, "openclaw-nats-"));
  let server: EmbeddedServer = await startEmbeddedServer({ ...options, dir });
  const { url, port, version } = server;
  const stop = async (): Promise<void> => server[Symbol.asyncDispose]();
  return {
    url,
    dir,
    version,
    get pid() {
      return server.pid;
    },
    stop,
    async restart() {
      await stop();
      server = await startEmbeddedServer({ ...options, dir, port });
    },
    async kill() {
      process.kill(server.pid, "SIGKILL");
      await server.exited;
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
