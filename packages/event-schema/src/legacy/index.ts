export { createLegacyReader } from "./legacy-reader.ts";
export type { LegacyReader } from "./legacy-reader.ts";
