import { createContextInjector, type ContextBlock } from "@openclaw/context-injector";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { dim, oneLine, print, printJson } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";
import { localTime } from "../time/local-time.ts";

export interface ContextFlags extends StoreFlags {
  readonly agent: string;
  readonly session?: string | undefined;
  readonly prompt?: string | undefined;
  readonly budget?: number | undefined;
  readonly why?: true | undefined;
}

/** Prints the context block that a session would get, as the gateway would build it now. */
export async function context(flags: ContextFlags): Promise<void> {
  const { agent, prompt, session = `agent:${agent}:preview` } = flags;
  await using store = await openStore(flags);
  await using injector = createContextInjector(store.reader);
  await injector.start();
  const budgetTokens = flags.budget ?? store.config.context.budgetTokens;
  const block = await injector.contextFor({ agent, session, prompt, budgetTokens });
  if (flags.json) printJson({ agent, session, budgetTokens, ...block });
  else {
    print(block.text || `agent ${agent} has no memory yet: no message of it is stored`);
    if (flags.why) print(`\n${reasons(block)}`);
  }
}

function reasons({ items, messageCount }: ContextBlock): string {
  const rows = items.map(({ reason, timestamp, session, score, eventId }) => [
    reason,
    score.toFixed(2),
    localTime(timestamp),
    oneLine(session),
    eventId,
  ]);
  const basis = dim(`made of ${items.length} of ${messageCount} messages`);
  return `${basis}\n${table(["REASON", "SCORE", "TIME", "SESSION", "EVENT"], rows)}`;
}
