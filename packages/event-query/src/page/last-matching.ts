import type { MessageRange, MessageRead, StoredMessage } from "@openclaw/jetstream";
import { oneByOne } from "../read/one-by-one.ts";
import type { SliceOptions, StreamSlice } from "./stream-slice.ts";

export interface LastOptions extends SliceOptions {
  /** Only events of lower sequences count. */
  readonly before: number | undefined;
  /** Where enough events probably begin; a wrong guess costs time only. */
  readonly guess: number | undefined;
}

/** To read this many times the messages asked for is cheaper than another request. */
const tolerated = 4;
/** How many more sequences than on average are read for the events of a page. */
const margin = 1.5;

/**
 * The newest events, newest first, by at most two requests. JetStream cannot search backwards, but tells
 * of each read how many messages it holds:
 *
 * - A read from a good guess holds enough. Where it does not, a second one takes what lies before.
 * - Without a guess the read begins with the stream. Where it holds far too much, a second one begins
 *   where enough must be left, or probably is; where it is not, the first one is read after all.
 *
 * At worst all events of the filter are read, though none of a subject it excludes.
 */
export async function lastMatching(options: LastOptions): Promise<StreamSlice> {
  const { plan, limit, before, guess = 0 } = options;
  const everything = { startTime: plan.startTime };
  const isGuess = guess > 1;
  using read = await open(options, isGuess ? { startSequence: guess } : everything);
  if (plan.exact && before === undefined && read.count > tolerated * limit) {
    using near = await open(options, { startSequence: nearEnd(read, options) });
    return await joined(near, () => read, options);
  }
  if (isGuess) return await joined(read, async () => open(options, everything), options);
  return newestFirst(await tailOf(read, options), options);
}

/** What a read holds, and what is missing from the read of what lies before it. */
async function joined(
  later: MessageRead,
  openEarlier: () => MessageRead | Promise<MessageRead>,
  options: LastOptions,
): Promise<StreamSlice> {
  const { limit, before = Number.POSITIVE_INFINITY } = options;
  const newer = await tailOf(later, options);
  if (newer.messages.length === limit) return newestFirst({ ...newer, more: true }, options);
  using earlier = await openEarlier();
  const older = await tailOf(earlier, {
    ...options,
    limit: limit - newer.messages.length,
    before: Math.min(later.startSequence, before),
  });
  return newestFirst({ ...older, messages: [...older.messages, ...newer.messages] }, options);
}

/**
 * A sequence with enough messages behind it: certainly where it is `count - limit` after the start, since
 * each message takes a sequence of its own; probably where they are spread evenly up to the end.
 */
function nearEnd({ startSequence, count }: MessageRead, { plan, limit }: LastOptions): number {
  const end = plan.source.knownEnd(plan.stream) ?? 0;
  const spacing = (end - startSequence + 1) / count;
  return Math.max(startSequence + count - limit, Math.floor(end - margin * limit * spacing));
}

async function open(
  { plan: { source, stream, subjects }, signal }: LastOptions,
  start: MessageRange,
): Promise<MessageRead> {
  return source.read(stream, { ...start, subjects, signal });
}

interface Tail {
  /** The last ones that match, oldest first. */
  readonly messages: readonly StoredMessage[];
  /** Whether there were others before them. */
  readonly more: boolean;
  readonly startSequence: number;
}

async function tailOf(
  { batches, startSequence }: MessageRead,
  { plan, limit, before = Number.POSITIVE_INFINITY, pick }: LastOptions,
): Promise<Tail> {
  let kept: StoredMessage[] = [];
  let found = 0;
  for await (const message of oneByOne(batches, (each) => each)) {
    if (message.sequence >= before) break;
    if (!plan.exact && pick(message) === undefined) continue;
    found += 1;
    kept.push(message);
    if (kept.length >= 2 * limit) kept = kept.slice(-limit);
  }
  return { messages: kept.slice(-limit), more: found > limit, startSequence };
}

function newestFirst({ messages, more, startSequence }: Tail, { pick }: LastOptions): StreamSlice {
  const events = messages.toReversed().flatMap((message) => pick(message) ?? []);
  return {
    events,
    sequence: more ? (messages[0]?.sequence ?? startSequence) : startSequence,
    more,
  };
}
