/**
 * A server list with every credential taken out, fit for logs and errors. Works on text that is no
 * URL at all, since that is when it is most likely to be shown.
 */
export function redactUrl(url: string): string {
  return url
    .split(",")
    .map((part) => part.trim().replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, "$1***@"))
    .join(",");
}
