import { z } from "zod";
import { withoutContext } from "./injected-context.ts";

const text = z.string().optional();
const part = z.looseObject({ type: z.string(), text: z.string().optional() });

/** The content of a message as the gateway keeps it in a transcript. */
const contentSchema = z.union([z.string(), z.array(part)]);

type Content = z.infer<typeof contentSchema>;

const sender = z.looseObject({
  senderId: text,
  senderName: text,
  senderIdentity: z.looseObject({ pluginId: z.string().nullish() }).optional(),
  replyToId: text,
  /** Present where the message came over the gateway's own socket. */
  transport: z.unknown().optional(),
  /** The run that wrote the message. */
  runId: text,
});

/** A message as OpenClaw 2026.9.6 keeps it in a transcript, what it knows of the sender as `sender`. */
export const transcriptMessage = z
  .looseObject({
    role: z.string(),
    content: contentSchema,
    timestamp: z.number().optional(),
    idempotencyKey: text,
    responseId: text,
    provider: text,
    model: text,
    stopReason: text,
    errorMessage: text,
    usage: z.looseObject({}).optional(),
    provenance: z.looseObject({}).optional(),
  })
  .transform((message) => ({
    ...message,
    sender: sender.catch({}).parse(message["__openclaw"]),
  }));

export type TranscriptMessage = z.infer<typeof transcriptMessage>;

/** What is recorded by other means, or not meant to be read by anyone but the model. */
const silentParts = new Set(["text", "toolCall", "thinking"]);

/** The words of a message, without memory that was injected into it. */
export function textOf(content: Content): string {
  const words =
    typeof content === "string"
      ? content
      : content.flatMap((item) => (item.type === "text" ? [item.text ?? ""] : [])).join("\n");
  return withoutContext(words).trim();
}

/** Kinds of what a message holds beside words, such as images; their bytes are not kept. */
export function attachmentsOf(content: Content): readonly object[] | undefined {
  if (typeof content === "string") return undefined;
  const parts = content.filter(({ type }) => !silentParts.has(type));
  return parts.length > 0 ? parts.map(({ type, mimeType }) => ({ type, mimeType })) : undefined;
}
