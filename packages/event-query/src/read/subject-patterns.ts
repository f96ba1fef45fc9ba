/** Patterns that together let through the same subjects, none of which holds another: the server refuses that. */
export function withoutSubsets(patterns: readonly string[]): readonly string[] {
  const distinct = [...new Set(patterns)];
  return distinct.filter(
    (pattern) => !distinct.some((other) => other !== pattern && holds(other, pattern)),
  );
}

/** Whether every subject that `narrow` lets through, or the one that it is, passes `wide`, too. */
export function holds(wide: string, narrow: string): boolean {
  const tokens = narrow.split(".");
  const pattern = wide.split(".");
  for (const [at, token] of pattern.entries()) {
    if (token === ">") return tokens.length > at;
    if (tokens[at] === undefined || tokens[at] === ">") return false;
    if (token !== "*" && token !== tokens[at]) return false;
  }
  return tokens.length === pattern.length;
}

/** Whether one of the patterns has a wildcard, or ends, where another one has a token. */
export function areMixed(patterns: readonly string[]): boolean {
  return patterns.some((one, at) => patterns.slice(at + 1).some((other) => isMixed(one, other)));
}

function isMixed(one: string, other: string): boolean {
  const tokens = other.split(".");
  const pattern = one.split(".");
  const at = pattern.findIndex((token, position) => token !== tokens[position]);
  return [pattern[at], tokens[at]].some((token) => ["*", ">", undefined].includes(token));
}
