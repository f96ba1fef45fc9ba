import { createHash } from "node:crypto";

/**
 * The id of a fact: the first 128 bits of SHA-256 over its parts, each preceded by its length, in hex.
 * The same parts give the same id in every process and version; `["ab", "c"]` and `["a", "bc"]` differ.
 */
export function eventId(...parts: readonly [string, ...string[]]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest("hex").slice(0, 32);
}
