import { createHash } from "node:crypto";

/**
 * The id of a fact: the first 128 bits, in hex, of SHA-256 over its parts written as a JSON array. The
 * same parts give the same id in every process and version; `["ab", "c"]` and `["a", "bc"]` differ.
 */
export function eventId(...parts: readonly [string, ...string[]]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
