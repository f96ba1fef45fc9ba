/**
 * A server list with every credential taken out, fit for logs and errors. Works on text that is no
 * URL at all, since that is when it is most likely to be shown.
 */
export function redactUrl(url: string): string {
  // A comma that no scheme follows may be part of a password.
  return url
    .split(/,(?=\s*[a-z][a-z0-9+.-]*:\/\/)/i)
    .map((part) => part.trim().replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, "$1***@"))
    .map((part) => part.replace(/[?#].*/s, "?***"))
    .join(",");
}
