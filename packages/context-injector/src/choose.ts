import type { AgentMemory, Passage } from "./memory.ts";
import type { Query } from "./query.ts";
import { recall } from "./recall.ts";
import type { BlockBuilder } from "./render.ts";
import { traits } from "./traits.ts";

/** A passage to show, if it fits. */
export interface Choice {
  readonly passage: Passage;
  readonly reason: "recent" | "standing" | "recalled" | "salient";
  readonly score: number;
  /** What it may weigh; a longer one is cut. */
  readonly room: number;
}

/** Share of a block the latest messages may take. */
const recentShare = 0.05;
/** Share of a block that what the user wants to hold always may take. */
const standingShare = 0.08;
/** Less room than this is not worth a line. */
const leastRoom = 60;
/** How much a recalled passage's price counts against its worth. */
const thrift = 0.5;
/** What a line weighs besides its text, about. */
const lineWeight = 15;

/** What to show, in the order in which to try: some of the latest, what answers, what is worth knowing. */
export function* choose(
  memory: AgentMemory,
  query: Query,
  block: BlockBuilder,
): Generator<Choice, void, void> {
  yield* latest(memory, block);
  yield* standing(memory, block);
  yield* recalled(memory, query);
  for (const passage of memory.salient)
    yield { passage, reason: "salient", score: passage.salience, room: Number.POSITIVE_INFINITY };
}

function* latest(memory: AgentMemory, block: BlockBuilder): Generator<Choice, void, void> {
  const rest = block.left() * (1 - recentShare);
  for (const passage of memory.latest()) {
    const room = block.left() - rest - lineWeight;
    if (room < leastRoom) return;
    yield { passage, reason: "recent", score: passage.salience, room };
  }
}

/** What the user wants to hold always, so whatever is asked. */
function* standing(memory: AgentMemory, block: BlockBuilder): Generator<Choice, void, void> {
  const rest = block.left() * (1 - standingShare);
  for (const passage of memory.salient) {
    if (block.left() - rest < leastRoom) return;
    if (!isRule(passage)) continue;
    const room = block.left() - rest - lineWeight;
    if (passage.weight <= room)
      yield { passage, reason: "standing", score: passage.salience, room };
  }
}

/** Asking for it, not telling of it: "always answer in German", "I prefer the train". */
const rule =
  /(?:^|[.!?:]\s+)(?:(?:please|bitte) (?:\p{L}+ )?)?(?:always|never|from now on|immer|nie|ab jetzt)\b|\b(?:I(?:'d| would)? (?:always |really )?prefer|ich bevorzuge)\b/iu;

function isRule({ message, traits: found, text }: Passage): boolean {
  return message.role === "user" && (found & traits.rule) > 0 && rule.test(text);
}

function recalled(memory: AgentMemory, query: Query): Choice[] {
  if (query.words.length === 0) return [];
  return recall(memory, query)
    .map(({ passage, score }): [Choice, number] => [
      { passage, reason: "recalled", score, room: Number.POSITIVE_INFINITY },
      score - thrift * Math.log(passage.weight + lineWeight),
    ])
    .toSorted(([, a], [, b]) => b - a)
    .map(([choice]) => choice);
}
