export { defaultGateway, factEvent, factId } from "./fact.ts";
export type { Fact } from "./fact.ts";
export { contextTags, withoutContext } from "./injected-context.ts";
export { answer, isNotice, notice, userMessage } from "./message-facts.ts";
export type { MessagePlace } from "./message-facts.ts";
export { textOf, transcriptMessage } from "./message.ts";
export type { TranscriptMessage } from "./message.ts";
export { queryToolName, toolCall, toolResult } from "./tool-facts.ts";
