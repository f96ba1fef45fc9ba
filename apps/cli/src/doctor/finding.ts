/** What a check came to. */
export interface Finding {
  /** Stable name of the check, such as `stream.settings`. */
  readonly check: string;
  /** `note` is worth knowing; `warning` will be a problem; `problem` is one. */
  readonly severity: "ok" | "note" | "warning" | "problem";
  readonly message: string;
  /** What to do about it. */
  readonly remedy?: string;
}

export function ok(check: string, message: string): Finding {
  return { check, severity: "ok", message };
}

export function note(check: string, message: string): Finding {
  return { check, severity: "note", message };
}

export function warning(check: string, message: string, remedy: string): Finding {
  return { check, severity: "warning", message, remedy };
}

export function problem(check: string, message: string, remedy: string): Finding {
  return { check, severity: "problem", message, remedy };
}
