/** Aborts when the user presses Ctrl-C or the program is told to end, so that work can stop in order. */
export function interruptSignal(): AbortSignal {
  const interrupted = new AbortController();
  const abort = (): void => interrupted.abort();
  process.once("SIGINT", abort);
  process.once("SIGTERM", abort);
  return interrupted.signal;
}
