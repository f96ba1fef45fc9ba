/** The oldest server the event store works with; older ones have CVE-2025-30215. */
export const oldestSupported = "2.10.27";
/** Older ones ignore what they do not know, such as several filters, and would give wrong answers. */
export const oldestUsable = "2.10.0";
/** The first server that stores nothing behind a write that has failed. */
export const firstInOrder = "2.14.0";
/** The oldest server that is taken without being asked for by name. */
export const oldestToChoose = "2.12.0";
/** The release that is fetched where the machine has no server. */
export const release = "2.15.1";

/** What servers older than a version lack, and everything here can do without. */
const features = [[firstInOrder, "taking a session's events without a wait for each"]] as const;

/** What a server of this version lacks: that makes things slower, not wrong. */
export function missingFeatures(version: string): readonly string[] {
  return features.filter(([since]) => !isAtLeast(version, since)).map(([, feature]) => feature);
}

/** Compares versions such as `2.10.27` by their numbers. */
export function isAtLeast(version: string, min: string): boolean {
  return version.localeCompare(min, "en", { numeric: true }) >= 0;
}
