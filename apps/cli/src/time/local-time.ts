/** `2026-11-22 14:03:09` in the time zone of the machine. */
export function localTime(unixMs: number): string {
  const date = new Date(unixMs);
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(":")}`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
