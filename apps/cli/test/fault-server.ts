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
