import { connect, type NatsConnection } from "nats";

/** A client that knows nothing of the event store. */
export async function connectPlain(url: string): Promise<NatsConnection> {
  const { host, username, password } = new URL(url);
  return connect({ servers: host, user: username, pass: password });
}

/** What JetStream was asked for since the last time, by another client that listens to all requests. */
export interface RequestLog extends AsyncDisposable {
  take(): Promise<readonly string[]>;
}

export async function listenToRequests(url: string): Promise<RequestLog> {
  const client = await connectPlain(url);
  let requests: string[] = [];
  client.subscribe("$JS.API.>", {
    callback: (_, { subject }) => {
      requests.push(subject);
    },
  });
  await client.flush();
  return {
    async take() {
      await client.flush();
      const taken = requests;
      requests = [];
      return taken;
    },
    [Symbol.asyncDispose]: async () => client.close(),
  };
}
