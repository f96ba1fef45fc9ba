import { spawn, type ChildProcess } from "node:child_process";

/**
 * Runs "$@" until it ends or file descriptor 0 does. The operating system closes that pipe when the
 * process that holds its other end is gone, however it went, so the command is never orphaned.
 */
const guard = `
exec 3<&0
"$@" </dev/null 3<&- & command=$!
{ cat >/dev/null; kill -TERM $command; sleep 10; kill -KILL $command; } <&3 2>/dev/null & watch=$!
exec 3<&-
wait $command; status=$?
kill $watch 2>/dev/null
exit $status`;

/** A child that ends with this process, even when this process is killed; ending its stdin stops it. */
export function spawnGuarded(command: string, args: readonly string[]): ChildProcess {
  const child = spawn("/bin/sh", ["-c", guard, "openclaw-guard", command, ...args], {
    // A group of its own: Ctrl-C reaches the parent, which decides when the child is to end.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin?.on("error", () => undefined);
  child.on("exit", () => child.stdin?.destroy());
  return child;
}
