import type { Connection } from "@openclaw/jetstream";

/** The newest part of a stream, asked for what it has before anything is sent again. */
export interface StreamTail {
  /** The sequence of the message with an id, `undefined` where the stream has none. */
  find(id: string): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Opens the part of a stream behind `floor`, as it is now. Ids are asked for in the order of the stream. */
export async function openStreamTail(
  connection: Connection,
  { stream, floor }: { readonly stream: string; readonly floor: number },
): Promise<StreamTail> {
  const { messages } = await connection.read(stream, {
    startSequence: floor + 1,
    headersOnly: true,
  });
  const rest = messages[Symbol.asyncIterator]();
  const passed = new Map<string, number>();
  return {
    async find(id) {
      const sequence = passed.get(id);
      if (sequence !== undefined) return sequence;
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
        const other = next.value.header("Nats-Msg-Id");
        if (other === id) return next.value.sequence;
        if (other !== undefined) passed.set(other, next.value.sequence);
      }
      return undefined;
    },
    async close() {
      await rest.return?.();
    },
  };
}
