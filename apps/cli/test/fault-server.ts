import { once } from "node:events";
import { connect as dial, createServer } from "node:net";
import { jetstreamManager, type JetStreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";

/** Does something to the streams of a server. */
export async function manage(
  url: string,
  work: (manager: JetStreamManager) => Promise<unknown>,
): Promise<void> {
  const { host, username, password } = new URL(url);
  const nats = await connect({ servers: host, user: username, pass: password });
  await work(await jetstreamManager(nats));
  await nats.close();
}

/** A way to a server on which it says to be of another version. */
export async function pretendVersion(
  url: string,
  version: string,
): Promise<AsyncDisposable & { readonly url: string }> {
  const { port } = new URL(url);
  const proxy = createServer((client) => {
    const server = dial(Number(port), "127.0.0.1");
    client.pipe(server);
    server.on("data", (chunk) => {
      const text = chunk.toString("latin1").replace(/"version":"[^"]*"/, `"version":"${version}"`);
      client.write(text, "latin1");
    });
    server.on("end", () => client.end());
    for (const socket of [client, server]) socket.on("error", () => socket.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  if (typeof address !== "object" || address === null) throw new Error("the proxy has no port");
  return {
    url: url.replace(`:${port}`, `:${address.port}`),
    async [Symbol.asyncDispose]() {
      proxy.close();
    },
  };
}
