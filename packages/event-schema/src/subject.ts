import { createHash } from "node:crypto";
import { EventStoreError } from "./errors.ts";
import type { Visibility } from "./event.ts";

/** Longest encoded token and type, in bytes; what is longer is hashed, and the event holds the original. */
const maxTokenLength = 160;
const maxTypeLength = 512;
const visibilities = ["internal", "public"] as const;

/**
 * One NATS subject token for any string, reversible by {@link decodeToken}: percent-encoding, with
 * `.` and `*` encoded too. `%` alone stands for the empty string, `%h` starts a hash.
 */
export function encodeToken(value: string): string {
  if (value === "") return "%";
  if (value.length > maxTokenLength || !value.isWellFormed()) return hashToken(value);
  const token = encodeURIComponent(value).replace(/[.*]/g, hex);
  return token.length > maxTokenLength ? hashToken(value) : token;
}

/** The string a token stands for, `undefined` where it is a hash or none of ours. */
export function decodeToken(token: string): string | undefined {
  if (token === "%") return "";
  try {
    return decodeURIComponent(token);
  } catch {
    return undefined;
  }
}

/**
 * `<subjectPrefix>.<agent>`, not doubled where the prefix already ends in the agent. An agent called
 * like a visibility is encoded, so that no two agents share a subject.
 */
export function agentPrefix(subjectPrefix: string, agent: string): string {
  const token = encodeToken(agent);
  const own = isVisibility(token) ? hex(token.charAt(0)) + token.slice(1) : token;
  return [token, own].includes(lastToken(subjectPrefix))
    ? subjectPrefix
    : `${subjectPrefix}.${own}`;
}

/** What the subject of an event says beside its agent. */
export interface SubjectParts {
  readonly visibility: Visibility;
  readonly session: string;
  readonly type: string;
}

/** `<agent prefix>.<visibility>.<session>.<type tokens>` */
export function eventSubject(prefix: string, { visibility, session, type }: SubjectParts): string {
  return `${prefix}.${visibility}.${encodeToken(session)}.${encodeType(type)}`;
}

/** Which events a subject filter lets through; what is left out is not restricted. */
export interface SubjectFilter {
  readonly visibility?: Visibility | undefined;
  readonly session?: string | undefined;
  /** A type, or a family: `conversation.*` is every type below `conversation`. */
  readonly type?: string | undefined;
}

/**
 * The subject pattern of a filter below an agent prefix. Without a visibility it also lets through the
 * agents whose prefixes lie below this one, where a `subjectPrefix` ends in an agent's name;
 * {@link parseSubject} tells them apart.
 *
 * @throws {@link EventStoreError} `INVALID_ARGUMENT` where a family's name is too long for a subject
 */
export function subjectFilter(prefix: string, filter: SubjectFilter = {}): string {
  const visibility = filter.visibility ?? "*";
  const session = filter.session === undefined ? "*" : encodeToken(filter.session);
  return `${prefix}.${visibility}.${session}.${typePattern(filter.type)}`;
}

/**
 * The parts of a subject below an agent prefix, those that are hashed `undefined`; nothing where the
 * subject is not of an event below that prefix.
 */
export function parseSubject(
  prefix: string,
  subject: string,
): { [Part in keyof SubjectParts]: SubjectParts[Part] | undefined } | undefined {
  const [visibility, session, ...type] = tokensBelow(prefix, subject);
  if (!isVisibility(visibility) || session === undefined || type.length === 0) return undefined;
  const segments = type.map(decodeToken);
  return {
    visibility,
    session: decodeToken(session),
    type: segments.includes(undefined) ? undefined : segments.join("."),
  };
}

/**
 * The agent of a subject below the `subjectPrefix` that all agents share; `undefined` where it is hashed
 * or the subject is not of an event below that prefix.
 */
export function agentOfSubject(subjectPrefix: string, subject: string): string | undefined {
  const [first] = tokensBelow(subjectPrefix, subject);
  const prefix = isVisibility(first) ? subjectPrefix : `${subjectPrefix}.${first}`;
  return parseSubject(prefix, subject) && decodeToken(lastToken(prefix));
}

function tokensBelow(prefix: string, subject: string): readonly string[] {
  return subject.startsWith(`${prefix}.`) ? subject.slice(prefix.length + 1).split(".") : [];
}

function lastToken(prefix: string): string {
  return prefix.slice(prefix.lastIndexOf(".") + 1);
}

function isVisibility(token: string | undefined): token is Visibility {
  return visibilities.some((visibility) => visibility === token);
}

function typePattern(type: string | undefined): string {
  if (type === undefined) return ">";
  if (!type.endsWith(".*")) return encodeType(type);
  const family = type.slice(0, -2).split(".").map(encodeToken).join(".");
  if (family.length <= maxTypeLength) return `${family}.>`;
  throw new EventStoreError(
    "INVALID_ARGUMENT",
    `cannot filter by the type family ${type.slice(0, 40)}…: subjects hold ${maxTypeLength} bytes of a type; filter by a shorter one`,
  );
}

/** As many segments as fit, each a token; the rest together as one hash. */
function encodeType(type: string): string {
  const segments = type.split(".");
  const tokens: string[] = [];
  let length = -1;
  for (const segment of segments) {
    const token = encodeToken(segment);
    length += token.length + 1;
    if (length > maxTypeLength) break;
    tokens.push(token);
  }
  const rest = segments.slice(tokens.length);
  return [...tokens, ...(rest.length > 0 ? [hashToken(rest.join("."))] : [])].join(".");
}

function hashToken(value: string): string {
  return `%h${createHash("sha256").update(value, "utf16le").digest("hex").slice(0, 40)}`;
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
