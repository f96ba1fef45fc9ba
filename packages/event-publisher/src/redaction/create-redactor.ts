import { hash, randomBytes } from "node:crypto";
import { EventStoreError, type OpenClawEvent } from "@openclaw/event-schema";
import { findSecrets } from "./find-secrets.ts";
import { installationKey } from "./installation-key.ts";
import { metadataOf } from "./metadata-only.ts";
import { isSecretField } from "./secret-names.ts";
import type { FindSecrets } from "./secret.ts";

export interface RedactionOptions {
  /** @defaultValue true */
  readonly enabled?: boolean | undefined;
  /**
   * The file of the key that makes markers: equal secrets have equal ones wherever it is used, and
   * nobody without it can try secrets out.
   *
   * @defaultValue a key of this redactor alone
   */
  readonly keyFile?: string | undefined;
  /** Further secrets, by what they are: regular expressions whose first group, or all, is the secret. */
  readonly patterns?: Readonly<Record<string, string>> | undefined;
  /** Further secrets that no regular expression finds. */
  readonly find?: FindSecrets | undefined;
  /** Types and families such as `conversation.*` of which only metadata is kept. */
  readonly metadataOnly?: readonly string[] | undefined;
}

/** Gives an event without the secrets in its data; one without any is returned as it is. */
export type Redact = (event: OpenClawEvent) => OpenClawEvent;

const shortestSecret = 4;

/**
 * Creates what replaces each secret by a marker such as `[redacted:github-token:3f9a0c2b71de]`, that
 * tells what it was, and by a keyed hash which one.
 *
 * @throws EventStoreError `INVALID_CONFIG` for a pattern that is none, `CORRUPT` for a key that is none
 */
export function createRedactor({
  enabled = true,
  keyFile,
  patterns = {},
  find,
  metadataOnly = [],
}: RedactionOptions = {}): Redact {
  if (!enabled) return (event) => event;
  const key = (keyFile === undefined ? randomBytes(32) : installationKey(keyFile)).toString("hex");
  const more = Object.entries(patterns).map(([kind, pattern]) => finderOf(kind, pattern));
  if (find !== undefined) more.push(find);

  // The key behind the secret is as good as an HMAC, of which so little is shown, at a fifth of its cost.
  const mark = (kind: string, secret: string): string =>
    `[redacted:${kind}:${hash("sha256", secret + key).slice(0, 12)}]`;

  const redactText = (text: string): string => {
    if (text.length < shortestSecret) return text;
    let redacted = "";
    let done = 0;
    for (const { kind, start, end } of findSecrets(text, more)) {
      redacted += text.slice(done, start) + mark(kind, text.slice(start, end));
      done = end;
    }
    return done === 0 ? text : redacted + text.slice(done);
  };

  /** A number can be that of a card. */
  const redactNumber = (value: number): unknown => {
    if (value < 1e12) return value;
    const text = String(value);
    const redacted = redactText(text);
    return redacted === text ? value : redacted;
  };

  const redactField = (name: string, value: unknown): unknown =>
    typeof value === "string" && isSecretField(name, value)
      ? mark("secret", value)
      : redactValue(value);

  /** Copies what changes and keeps what does not: the live conversation holds the same objects. */
  const redactValue = (value: unknown): unknown => {
    if (typeof value === "string") return redactText(value);
    if (typeof value === "number") return redactNumber(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map(redactValue);
      return items.some((item, at) => item !== value[at]) ? items : value;
    }
    if ("toJSON" in value && typeof value.toJSON === "function") return redactValue(value.toJSON());
    return redactFields(value);
  };

  const redactFields = (fields: object): object => {
    let copy: Record<string, unknown> | undefined;
    for (const [name, value] of Object.entries(fields)) {
      const redacted = redactField(name, value);
      if (redacted !== value) (copy ??= { ...fields })[name] = redacted;
    }
    return copy ?? fields;
  };

  return (event) => {
    const kept = matchesType(metadataOnly, event.type) ? metadataOf(event) : event.payload.data;
    const data = redactValue(kept);
    return data === event.payload.data ? event : { ...event, payload: { ...event.payload, data } };
  };
}

function matchesType(types: readonly string[], type: string): boolean {
  return types.some((each) =>
    each.endsWith(".*") ? type.startsWith(each.slice(0, -1)) : type === each,
  );
}

function finderOf(kind: string, source: string): FindSecrets {
  const pattern = compile(kind, source);
  return function* find(text) {
    for (const found of text.matchAll(pattern)) {
      const [start, end] = found.indices?.[1] ?? found.indices?.[0] ?? [0, 0];
      if (end > start) yield { kind, start, end };
    }
  };
}

function compile(kind: string, source: string): RegExp {
  try {
    return new RegExp(source, "dg");
  } catch (cause) {
    throw new EventStoreError(
      "INVALID_CONFIG",
      `the redaction pattern ${kind} is no regular expression: ${String(cause)}`,
      { cause },
    );
  }
}
