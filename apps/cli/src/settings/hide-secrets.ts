import { redactUrl } from "@openclaw/jetstream";

/** A copy of settings with the credentials of each `url` taken out. */
export function hideSecrets(settings: unknown): unknown {
  return JSON.parse(JSON.stringify(settings), (name, value: unknown) =>
    name === "url" && typeof value === "string" ? redactUrl(value) : value,
  );
}
