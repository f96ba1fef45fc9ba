import type { Secret } from "./secret.ts";
import { separatedRules, tokenRules } from "./token-rules.ts";

/** No token is shorter; few words of prose are as long. */
const shortest = 16;
/** What stands for another character, in JSON or a URL, and ends where a token begins. */
const escapes = /(?<=\\)(?:u[0-9a-f]{4}|[bfnrt])|(?<=%)[0-9A-F]{2}/iy;

interface Start {
  readonly start: string;
  readonly kind: string;
  readonly pattern: RegExp;
}

const startsByFirst = new Map<string, readonly Start[]>();
for (const { kind, starts, rest } of tokenRules)
  for (const start of starts) {
    const rule = { start, kind, pattern: new RegExp(start + rest, "y") };
    startsByFirst.set(start.charAt(0), [...(startsByFirst.get(start.charAt(0)) ?? []), rule]);
  }

/** Letters, digits, `_` and `-`. */
const isOfToken = Array.from({ length: 128 }, (_, code) => /[\w-]/.test(String.fromCharCode(code)));

/** Finds the tokens that tell by their shape what they are. */
export function* findTokens(text: string): Generator<Secret> {
  for (let run = runFrom(text, 0); run !== undefined;) {
    const secret = tokenAt(text, behindEscape(text, run.start));
    if (secret !== undefined) yield secret;
    run = runFrom(text, secret?.end ?? run.end);
  }
}

/** The next run of characters of tokens that is long enough; looks at few of the others. */
function runFrom(text: string, from: number): { start: number; end: number } | undefined {
  let start = from;
  for (let last = start + shortest - 1; last < text.length; last = start + shortest - 1) {
    let at = last;
    while (at >= start && isOfToken[text.charCodeAt(at)] === true) at -= 1;
    if (at < start) return { start, end: endOfRun(text, last) };
    start = at + 1;
  }
  return undefined;
}

function endOfRun(text: string, last: number): number {
  let end = last + 1;
  while (end < text.length && isOfToken[text.charCodeAt(end)] === true) end += 1;
  return end;
}

function behindEscape(text: string, at: number): number {
  escapes.lastIndex = at;
  return escapes.test(text) ? escapes.lastIndex : at;
}

function tokenAt(text: string, start: number): Secret | undefined {
  for (const rule of startsByFirst.get(text.charAt(start)) ?? [])
    if (text.startsWith(rule.start, start)) {
      const end = endOf(rule.pattern, text, start);
      if (end !== undefined) return { kind: rule.kind, start, end };
    }
  for (const { kind, behind, pattern } of separatedRules) {
    const end = text.charAt(start - 1) === behind ? endOf(pattern, text, start) : undefined;
    if (end !== undefined) return { kind, start, end };
  }
  return undefined;
}

function endOf(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
