import { createHash } from "node:crypto";
import type { Visibility } from "./event.ts";

/** Longest encoded token; longer ones are hashed, and the event itself holds the original. */
const maxTokenLength = 160;
const visibilities = ["internal", "public"] as const;

/**
 * One NATS subject token for any string, reversible by {@link decodeToken}: percent-encoding, with
 * `.` and `*` encoded too. `%` alone stands for the empty string, `%h` starts a hash.
 */
export function encodeToken(value: string): string {
  if (value === "") return "%";
  const token = encodeURIComponent(value.toWellFormed()).replace(/[.*]/g, hex);
  if (token.length <= maxTokenLength && value.isWellFormed()) return token;
  return `%h${createHash("sha256").update(value, "utf16le").digest("hex").slice(0, 40)}`;
}

/** The string a token stands for, `undefined` where it is a hash. */
export function decodeToken(token: string): string | undefined {
  if (token === "%") return "";
  return token.startsWith("%h") ? undefined : decodeURIComponent(token);
}

/**
 * `<subjectPrefix>.<agent>`, not doubled where the prefix already ends in the agent. An agent called
 * like a visibility is encoded, so that no two agents share a subject.
 */
export function agentPrefix(subjectPrefix: string, agent: string): string {
  const token = encodeToken(agent);
  if (subjectPrefix.split(".").at(-1) === token) return subjectPrefix;
  const reserved = visibilities.some((visibility) => visibility === token);
  return `${subjectPrefix}.${reserved ? hex(token.charAt(0)) + token.slice(1) : token}`;
}

export interface SubjectParts {
  readonly visibility: Visibility;
  readonly session: string;
  readonly type: string;
}

/** `<agent prefix>.<visibility>.<session>.<type tokens>` */
export function eventSubject(prefix: string, { visibility, session, type }: SubjectParts): string {
  return `${prefix}.${visibility}.${encodeToken(session)}.${typeTokens(type)}`;
}

/** Which events a subject filter lets through; what is left out is not restricted. */
export interface SubjectFilter {
  readonly visibility?: Visibility | undefined;
  readonly session?: string | undefined;
  /** A type, or a family such as `conversation.*`. */
  readonly type?: string | undefined;
}

/** The subject pattern of a filter below an agent prefix. */
export function subjectFilter(prefix: string, filter: SubjectFilter = {}): string {
  const visibility = filter.visibility ?? "*";
  const session = filter.session === undefined ? "*" : encodeToken(filter.session);
  return `${prefix}.${visibility}.${session}.${typePattern(filter.type)}`;
}

/** The parts of a subject below an agent prefix, `undefined` where it is none; hashed parts are `undefined`. */
export function parseSubject(
  prefix: string,
  subject: string,
): { [Part in keyof SubjectParts]: SubjectParts[Part] | undefined } | undefined {
  if (!subject.startsWith(`${prefix}.`)) return undefined;
  const [visibility, session, ...type] = subject.slice(prefix.length + 1).split(".");
  if (session === undefined || type.length === 0) return undefined;
  const segments = type.map(decodeToken);
  return {
    visibility: visibilities.find((known) => known === visibility),
    session: decodeToken(session),
    type: segments.includes(undefined) ? undefined : segments.join("."),
  };
}

function typePattern(type: string | undefined): string {
  if (type === undefined) return ">";
  return type.endsWith(".*") ? `${typeTokens(type.slice(0, -2))}.>` : typeTokens(type);
}

function typeTokens(type: string): string {
  return type.split(".").map(encodeToken).join(".");
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
