import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, StoredMessage } from "@openclaw/jetstream";

/** The newest part of a stream, asked for what it has before anything is sent again. */
export interface StreamTail {
  /** The sequence of the message with an id, `undefined` where the stream has none. */
  find(id: string): Promise<number | undefined>;
  close(): Promise<void>;
}

interface TailOptions {
  readonly stream: string;
  /** Where the tail begins, itself not part of it. */
  readonly floor: number;
  /** The last sequence, as the leader of a cluster knows it; who answers a read may be behind. */
  readonly reaching?: number | undefined;
}

const retries = 10;
const retryMs = 500;

/** Opens the part of a stream behind `floor`, as it is now. Ids are asked for in the order of the stream. */
export function openStreamTail(
  connection: Connection,
  { stream, floor, reaching = 0 }: TailOptions,
): StreamTail {
  const passed = new Map<string, number>();
  let last = floor;
  const rest = read();

  async function* read(): AsyncGenerator<StoredMessage> {
    for (let attempt = 0; attempt < retries; attempt++) {
      const { messages } = await connection.read(stream, {
        startSequence: last + 1,
        headersOnly: true,
      });
      yield* messages;
      if (last >= reaching) return;
      await sleep(retryMs);
    }
  }

  return {
    async find(id) {
      const sequence = passed.get(id);
      if (sequence !== undefined) return sequence;
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
        last = next.value.sequence;
        const other = next.value.header("Nats-Msg-Id");
        if (other === id) return last;
        if (other !== undefined) passed.set(other, last);
      }
      return undefined;
    },
    async close() {
      await rest.return(undefined);
    },
  };
}
