import { withoutContext } from "@openclaw/context-injector";
import { z } from "zod";

const part = z.looseObject({ type: z.string(), text: z.string().optional() });

/** The content of a message as the gateway keeps it in a transcript. */
export const contentSchema = z.union([z.string(), z.array(part)]);

export type Content = z.infer<typeof contentSchema>;

/** What is recorded by other means, or not meant to be read by anyone but the model. */
const silentParts = new Set(["text", "toolCall", "thinking"]);

/** The words of a message, without memory that was injected into it. */
export function textOf(content: Content): string {
  const text =
    typeof content === "string"
      ? content
      : content.flatMap((item) => (item.type === "text" ? [item.text ?? ""] : [])).join("\n");
  return withoutContext(text).trim();
}

/** Kinds of what a message holds beside words, such as images; their bytes are not kept. */
export function attachmentsOf(content: Content): readonly object[] | undefined {
  if (typeof content === "string") return undefined;
  const parts = content.filter(({ type }) => !silentParts.has(type));
  return parts.length > 0 ? parts.map(({ type, mimeType }) => ({ type, mimeType })) : undefined;
}
