import { once } from "node:events";
import { connect, createServer } from "node:net";

/** A way to a server on which it says to be of another version. */
export async function pretendVersion(
  url: string,
  version: string,
): Promise<AsyncDisposable & { readonly url: string }> {
  const { port } = new URL(url);
  const proxy = createServer((client) => {
    const server = connect(Number(port), "127.0.0.1");
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
