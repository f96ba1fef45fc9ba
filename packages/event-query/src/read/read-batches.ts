import type { MessageRange, StoredMessage } from "@openclaw/jetstream";
import type { ReadOptions } from "../event-reader.ts";
import { fitToServer } from "./fit-to-server.ts";
import { startOf, type StreamPlan } from "./plan-reads.ts";

/** What a stream holds for a plan, by one request, as it comes from the server. */
export async function* readBatches(
  plan: StreamPlan,
  { after, signal, headersOnly }: ReadOptions & Pick<MessageRange, "headersOnly">,
): AsyncGenerator<readonly StoredMessage[]> {
  const { source, stream, subjects } = await fitToServer(plan, { signal });
  const range = { ...startOf(plan, after), subjects, headersOnly, signal };
  yield* (await source.read(stream, range)).batches;
}
