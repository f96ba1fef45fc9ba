export { createEventReader } from "./create-event-reader.ts";
export type { EventReaderOptions } from "./create-event-reader.ts";
export type {
  Abortable,
  Checkpoint,
  EventFilter,
  EventHead,
  EventPage,
  EventReader,
  FollowOptions,
  Order,
  PagedEventReader,
  PageOptions,
  ReadOptions,
  StoredEvent,
  SubjectOfEvents,
} from "./event-reader.ts";
export { storesOfAgent } from "./event-stores.ts";
export type { AgentEventStore, EventStore, EventStores } from "./event-stores.ts";
export { exportCloudEvents } from "./exchange/cloud-events.ts";
export { exportMarkdown } from "./exchange/markdown.ts";
export { exportNdjson, importNdjson } from "./exchange/ndjson.ts";
export type { ImportOptions } from "./exchange/ndjson.ts";
export type { QualitySignal } from "./exchange/quality-signal.ts";
export { exportTrainingPairs } from "./exchange/training-pairs.ts";
export type { TrainingOptions, TrainingPair } from "./exchange/training-pairs.ts";
export { foldEvents, followFold } from "./fold/fold-events.ts";
export type { FoldOptions, FollowFoldOptions } from "./fold/fold-events.ts";
export type { Projection } from "./fold/projection.ts";
export type { Folded } from "./fold/snapshot.ts";
export { findForgotten, withSubagents } from "./forget/find-forgotten.ts";
export { forgetInDocuments } from "./forget/forget-documents.ts";
export { placeOf, removeEvents } from "./forget/remove-events.ts";
export type { EventPlace, RemoveEventsOptions, RemoveProgress } from "./forget/remove-events.ts";
export { followerNames, readFollower, requeueParked } from "./follow/follower-state.ts";
export type { FollowerState, ParkedEvent, ParkedPlace } from "./follow/follower-state.ts";
export { runFollower } from "./follow/run-follower.ts";
export type { FollowerOptions } from "./follow/run-follower.ts";
export { readPages } from "./page/read-pages.ts";
export { matchEvent } from "./read/match-event.ts";
export { parseTime } from "./parse-time.ts";
export { conversation } from "./replay/conversation.ts";
export type { Conversation, ConversationMessage } from "./replay/conversation.ts";
export { diffRuns } from "./replay/diff-runs.ts";
export type { RunDifference } from "./replay/diff-runs.ts";
export { replayEvents } from "./replay/replay-events.ts";
export type { ReplayOptions } from "./replay/replay-events.ts";
export { buildRunTree } from "./shapes/build-run-tree.ts";
export type { RunNode, ToolNode } from "./shapes/build-run-tree.ts";
export { countEvents } from "./shapes/count-events.ts";
export type { EventCounts, ToolCount } from "./shapes/count-events.ts";
export { describeEvent } from "./shapes/describe-event.ts";
export { readLastMessages } from "./shapes/read-last-messages.ts";
export { readTimeline } from "./shapes/read-timeline.ts";
export type { TimelineEntry } from "./shapes/read-timeline.ts";
export { summarizeSessions } from "./shapes/summarize-sessions.ts";
export type { SessionSummary } from "./shapes/summarize-sessions.ts";
