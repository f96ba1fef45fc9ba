const tag = "past-conversations";

/** What encloses memory that is injected into a prompt. */
export const contextTags = { open: `<${tag}>`, close: `</${tag}>` } as const;

const injected = new RegExp(`${contextTags.open}[^<]*${contextTags.close}`, "g");

/** The text without blocks of context injected into it, so that memory is not recorded as something said. */
export function withoutContext(text: string): string {
  return text.includes(contextTags.open) ? text.replace(injected, "") : text;
}
