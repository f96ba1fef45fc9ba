import type { Upcast } from "./upcast.ts";

/**
 * How stored data of our own types becomes that of today. A type that is not here is at version 1; who
 * changes what a field means adds an upcast here, and the golden files of both versions.
 */
export const coreUpcasts: ReadonlyMap<string, readonly Upcast[]> = new Map();
