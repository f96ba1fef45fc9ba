/** What the program's exit code tells a script. */
export const exitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  denied: 4,
  notFound: 5,
  inUse: 6,
  interrupted: 130,
} as const;

export type ExitCode = keyof typeof exitCode;

export const exitMeaning: Readonly<Record<ExitCode, string>> = {
  ok: "all went well",
  failed: "something failed, or a check found a problem",
  usage: "an option, argument or setting is wrong",
  unreachable: "no server answered",
  denied: "the server refused the credentials or the operation",
  notFound: "there is no such stream, session or event",
  inUse: "another process holds the directory or the port",
  interrupted: "Ctrl-C ended it before it was done",
};
