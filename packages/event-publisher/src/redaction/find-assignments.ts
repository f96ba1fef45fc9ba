import { isPlaceholder, passwordNames, tokenNames } from "./secret-names.ts";
import type { Secret } from "./secret.ts";

const separator = String.raw`["'\]\\]{0,4}(?:\s{0,2}(?:=>|:=|[:=：])|\s(?:is|ist|es|est|was|lautet)\b:?)\s{0,2}`;
const inQuotes = String.raw`\\{0,3}["'\x60]([^"'\x60\r\n\\]{3,512})`;
const plain = String.raw`((?:(?![&,;][\w-]+=)[^\s"'\x60<>(){}[\]|\\]){4,512})(?![\w(])`;
const assignments = new RegExp(
  `(?:(${passwordNames})|${tokenNames})[ _-]?\\d{0,2}${separator}(?:${inQuotes}|${plain})`,
  "gid",
);
/** As files of settings have it. */
const setting = /^[A-Z_\d]+=\S/;
const word = /^\p{L}+$/u;
/** A path of names, as programs have them. */
const path = /^[a-z_$][\w$]*(?:\??[.:][a-z_$][\w$]*)+$/i;
const trailing = /[.,;:!?]+$/;

/** Finds what is called a secret where it is written: `password: …`, `API_KEY=…`, `"token": "…"`. */
export function* findAssignments(text: string): Generator<Secret> {
  assignments.lastIndex = 0;
  for (let found = assignments.exec(text); found !== null; found = assignments.exec(text)) {
    const assignment = assignmentOf(found);
    if (!isSecret(assignment)) continue;
    const { start, value, isPassword } = assignment;
    yield { kind: isPassword ? "password" : "secret", start, end: start + value.length };
  }
}

interface Assignment {
  readonly start: number;
  readonly value: string;
  readonly isPassword: boolean;
  /** Written so that any word is meant as it stands. */
  readonly isMeant: boolean;
}

function assignmentOf({
  0: all,
  1: password,
  2: quoted,
  3: bare = "",
  indices,
}: RegExpExecArray): Assignment {
  const isPassword = password !== undefined;
  const [start = 0] = indices?.[2] ?? indices?.[3] ?? [];
  return quoted === undefined
    ? { start, value: bare.replace(trailing, ""), isPassword, isMeant: setting.test(all) }
    : { start, value: quoted, isPassword, isMeant: isPassword };
}

function isSecret({ value, isPassword, isMeant }: Assignment): boolean {
  if (value.length < (isPassword ? 4 : 8) || value.includes(" ") || isPlaceholder(value))
    return false;
  if (isMeant) return true;
  if (word.test(value) || path.test(value)) return false;
  return isPassword ? value.length > 4 : /\d/.test(value) && /[a-z]/i.test(value);
}
