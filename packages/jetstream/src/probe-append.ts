import { headers } from "@nats-io/nats-core";
import { EventStoreError } from "@openclaw/event-schema";
import { z } from "zod";
import type { Wire } from "./link.ts";
import { codeOf, translateError, type ApiFailure } from "./translate-error.ts";

/** `JSStreamWrongLastSequenceErrF` of nats-server's `server/errors.json`. */
const wrongLastSequence = 10071;

const answerSchema = z.object({
  stream: z.string(),
  error: z.object({ code: z.number(), err_code: z.number(), description: z.string() }).optional(),
});

/**
 * Whether this user may store messages of a subject in a stream. Asks by a message that expects a last
 * sequence that cannot be, which the server refuses only after all else: nothing is stored.
 *
 * @throws EventStoreError `PERMISSION_DENIED`, `STREAM_MISMATCH` where another stream has the subject,
 * `UNAVAILABLE` where none has it
 */
export async function probeAppend(wire: Wire, stream: string, subject: string): Promise<void> {
  const header = headers();
  header.set("Nats-Expected-Stream", stream);
  header.set("Nats-Expected-Last-Sequence", "9007199254740991");
  try {
    const answer = await wire.nats.request(subject, undefined, { headers: header, timeout: 2000 });
    const { stream: holder, error } = answerSchema.parse(answer.json());
    if (holder !== stream) throw mismatch(subject, holder);
    if (error && error.err_code !== wrongLastSequence) throw refusal(subject, error);
  } catch (error) {
    const failure = translateError(`asking to store ${subject}`, error);
    if (failure.code !== "TIMEOUT") throw failure;
    throw new EventStoreError(
      "PERMISSION_DENIED",
      `${failure.message}: no answer came, as where replies may not be received`,
      { cause: failure },
    );
  }
}

function mismatch(subject: string, holder: string): EventStoreError {
  return new EventStoreError("STREAM_MISMATCH", `${subject} belongs to stream ${holder}`);
}

function refusal(subject: string, failure: ApiFailure): EventStoreError {
  return new EventStoreError(
    codeOf(failure),
    `storing ${subject} is refused: ${failure.description}`,
  );
}
