const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `1536` as `1.5 KiB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), byteUnits.length - 1);
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${byteUnits[power] ?? ""}`;
}

const spans = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
] as const;

/** A time span in its largest whole unit: `90 d`, `5 min`, `20 ms`. */
export function formatDuration(milliseconds: number): string {
  const [unit, size] = spans.find(([, each]) => milliseconds >= each) ?? ["ms", 1];
  return `${Math.round(milliseconds / size)} ${unit}`;
}
