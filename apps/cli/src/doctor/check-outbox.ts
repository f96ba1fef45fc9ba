import type { OutboxFacts } from "@openclaw/event-publisher";
import { readOutboxes } from "../store/read-outboxes.ts";
import { formatBytes, formatDuration } from "../terminal/format.ts";
import { ok, problem, warning, type Finding } from "./finding.ts";

/** Acknowledged events stay in the outbox until the server has them on disk, about two minutes. */
const patienceMs = 10 * 60_000;

/** Whether events leave the gateway's outboxes on this machine. */
export async function checkOutboxes(env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const outboxes = await readOutboxes(env);
  return outboxes.flatMap(({ dir, facts }) => [...checkOutbox(dir, facts)]);
}

function* checkOutbox(dir: string, facts: OutboxFacts): Generator<Finding> {
  const { waiting, bytes, oldestAt, refused, holder } = facts;
  if (refused > 0)
    yield problem(
      "outbox.full",
      `the outbox ${dir} was full and refused ${refused} events, which are lost`,
      "bring the server back, or raise outbox.maxBytes; the loss will be told by a gap event",
    );
  const ageMs = oldestAt === undefined ? 0 : Date.now() - oldestAt;
  const message = `${waiting} events (${formatBytes(bytes)}) are in the outbox ${dir}`;
  if (waiting > 0 && holder === undefined)
    yield problem(
      "outbox.sending",
      `${message}, and no gateway runs to send them`,
      "start the gateway: it sends what was left",
    );
  else if (ageMs > patienceMs)
    yield problem(
      "outbox.sending",
      `${message}, the oldest for ${formatDuration(ageMs)}: the gateway cannot store them`,
      "see the findings about server and stream; nothing is lost while the outbox has room",
    );
  else if (waiting > 100_000)
    yield warning("outbox.sending", message, "look again in some minutes; it has to shrink");
  else yield ok("outbox.sending", message);
}
