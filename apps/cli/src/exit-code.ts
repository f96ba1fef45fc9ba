/** What the program's exit code tells a script. */
export const exitCode = {
  ok: 0,
  /** Something failed, or a check found a problem. */
  failed: 1,
  /** An option, argument or setting is wrong. */
  usage: 2,
  /** No server answered. */
  unreachable: 3,
  /** The server refused the credentials or the operation. */
  denied: 4,
  /** There is no such stream, session or event. */
  notFound: 5,
  /** Another process holds the directory or port. */
  inUse: 6,
  interrupted: 130,
} as const;

export type ExitCode = keyof typeof exitCode;
