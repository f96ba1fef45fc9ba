/** The oldest server the event store works with; older ones have CVE-2025-30215. */
export const oldestSupported = "2.10.27";
/** The oldest server that is taken without being asked for by name. */
export const oldestToChoose = "2.12.0";
/** The release that is fetched where the machine has no server. */
export const release = "2.15.1";

/** Compares versions such as `2.10.27` by their numbers. */
export function isAtLeast(version: string, min: string): boolean {
  return version.localeCompare(min, "en", { numeric: true }) >= 0;
}
