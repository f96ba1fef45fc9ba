import { isCoreEvent } from "@openclaw/event-schema";
import type { OpenStore } from "../store/open-store.ts";
import { formatDuration } from "../terminal/format.ts";
import { ok, problem, warning, type Finding } from "./finding.ts";

const dayMs = 86_400_000;

/** Whether events arrive, and whether some are known to be lost. */
export async function checkEvents({ reader, config }: OpenStore): Promise<readonly Finding[]> {
  const latest = await reader.page({}, { order: "desc", limit: 1 });
  const [last] = latest.events;
  if (last === undefined)
    return [
      problem(
        "events.arriving",
        "no event was ever stored",
        "check that the gateway runs with the plugin event-store, then say something to an agent",
      ),
    ];
  const ageMs = Math.max(0, Date.now() - last.storedAt);
  const message = `the last event was stored ${formatDuration(ageMs)} ago`;
  const findings =
    ageMs > dayMs
      ? [warning("events.arriving", message, "check that the gateway runs; its log tells why not")]
      : [ok("events.arriving", message)];
  return [...findings, await checkGaps(reader), ...(await checkMemory({ reader, config }))];
}

async function checkGaps(reader: OpenStore["reader"]): Promise<Finding> {
  const { events } = await reader.page({ type: "store.gap" }, { order: "desc", limit: 100 });
  const lost = events.reduce(
    (sum, { event }) => sum + (isCoreEvent(event, "store.gap") ? event.payload.data.count : 0),
    0,
  );
  if (lost === 0) return ok("events.gaps", "no event is known to be lost");
  return warning(
    "events.gaps",
    `${lost} events are known to be lost`,
    "see when and why: openclaw-events gaps",
  );
}

async function checkMemory({
  reader,
  config,
}: Pick<OpenStore, "reader" | "config">): Promise<readonly Finding[]> {
  if (!config.context.enabled) return [];
  const type = ["conversation.message.in", "conversation.message.out", "memory.section"];
  const { events } = await reader.page({ type }, { order: "desc", limit: 1 });
  if (events.length > 0) return [ok("context.messages", "there are messages to remember")];
  return [
    problem(
      "context.messages",
      "no message is stored, so sessions have nothing to remember",
      "allow the plugin to hear conversations: plugins.entries.event-store.hooks.allowConversationAccess",
    ),
  ];
}
