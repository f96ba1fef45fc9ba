import type { Secret } from "./secret.ts";

/**
 * A secret that what stands around it gives away: the first group, or all that is found. Patterns begin with
 * what is rare, and look back from there.
 */
interface Phrase {
  readonly kind: string;
  /** Without this there is none. */
  readonly hint: string;
  readonly pattern: RegExp;
}

const phrases: readonly Phrase[] = [
  {
    kind: "private-key",
    hint: "PRIVATE KEY",
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----|[\w\s+/=\\:,-]*)/g,
  },
  {
    kind: "url-password",
    hint: "://",
    pattern:
      /:\/\/(?<=[a-z][a-z0-9+.-]{1,30}:\/\/)[^\s:@/"'<>]{0,256}:([^\s@/"'<>]{1,512})@[^\s@]/dgi,
  },
  {
    kind: "url-signature",
    hint: "ig",
    pattern: /[?&;](?:sig|signature|x-amz-signature|x-goog-signature)=([\w%+/=-]{16,})/dgi,
  },
  {
    kind: "webhook-url",
    hint: "hooks",
    pattern:
      /(?:hooks\.slack\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks)\/([\w/-]{20,})/dg,
  },
  {
    kind: "azure-key",
    hint: "Key=",
    pattern: /(?:Account|SharedAccess)Key=([\w+/]{20,}={0,2})/dg,
  },
  {
    kind: "azure-secret",
    hint: "Q~",
    pattern: /Q~(?<=(?:^|[^\w.~-]|\\[bfnrt])\w{3}\dQ~)[\w.~-]{31,34}(?![\w~-])/g,
  },
  {
    kind: "aws-secret-key",
    hint: "ecret",
    pattern:
      /aws.{0,20}?secret.{0,20}?(?<![\w+/])((?=[\w+/]{0,39}\d)[A-Za-z0-9+/]{40})(?![\w+/=])/dgi,
  },
  {
    kind: "aws-secret-key",
    hint: "KIA",
    pattern: /\bAKIA[A-Z2-7]{16}["'\s,;:|]{1,8}([A-Za-z0-9+/]{40})(?![\w+/=])/dg,
  },
  {
    kind: "authorization",
    hint: "uthorization",
    pattern:
      /authorization["'\\]{0,4}\s{0,2}[:=]\s{0,2}["'\\]{0,4}(?:(?:Bearer|Basic|Digest|Token|ApiKey|Negotiate|Bot)\s+)?((?=\S*[\d=]|\S{20})[\w.~+/=:-]{8,})/dgi,
  },
  {
    kind: "bearer-token",
    hint: "earer ",
    pattern: /\bbearer\s+((?=[\w.~+/=-]*\d)[\w.~+/=-]{16,})/dgi,
  },
  {
    kind: "basic-auth",
    hint: "asic ",
    pattern: /\bBasic\s+((?=[A-Za-z]*[\d+/=])[A-Za-z0-9+/]{10,}={0,2})(?![\w-])/dg,
  },
  {
    kind: "basic-auth",
    hint: "curl",
    pattern: /\bcurl\b[^\n]{0,500}?\s(?:-u|--user)[ =]?["']?[^\s:"']{1,128}:([^\s"']+)/dg,
  },
  {
    kind: "cookie",
    hint: "ookie",
    pattern: /\b(?:set-)?cookie["'\\]{0,4}\s?[:=]\s?["'\\]{0,4}([\w.-]+=[^\r\n"'\\]{4,})/dgi,
  },
  {
    kind: "password",
    hint: "--pass",
    pattern: /--pass(?:word|wd|phrase)?[ =]["']?(?![$<{-])([^\s"']{4,})/dg,
  },
];

/** Finds secrets that what stands around them gives away. */
export function* findPhrases(text: string): Generator<Secret> {
  for (const { kind, hint, pattern } of phrases)
    if (text.includes(hint)) yield* matchesOf(pattern, kind, text);
}

function* matchesOf(pattern: RegExp, kind: string, text: string): Generator<Secret> {
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [start, end] = found.indices?.[1] ?? [found.index, pattern.lastIndex];
    yield { kind, start, end };
  }
}
