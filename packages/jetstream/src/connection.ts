import { silentLogger, type EventStoreError, type Logger } from "@openclaw/event-schema";
import { openAppendChannel, type AppendChannel, type AppendListeners } from "./append-channel.ts";
import { backupStream, type BackupOptions } from "./backup/backup-stream.ts";
import type { BackupManifest } from "./backup/manifest.ts";
import { restoreStream, type RestoreOptions, type RestoreReport } from "./backup/restore-stream.ts";
import { checkIn, deleteBlob } from "./blobs.ts";
import { clientOptions } from "./client-options.ts";
import type { CredentialFiles } from "./credential-files.ts";
import { openDocuments, type DocumentOptions, type DocumentStore } from "./documents.ts";
import { ensureStream, type StreamSpec } from "./ensure-stream.ts";
import { followMessages } from "./follow-messages.ts";
import { openLink, type ConnectionState, type WaitOptions } from "./link.ts";
import type { MessageRange } from "./ordered-consumer.ts";
import { probeAppend } from "./probe-append.ts";
import { readMessages, type MessageRead } from "./read-messages.ts";
import { readStreamState, type StreamState } from "./read-stream-state.ts";
import { removeMessage, type MessagePlace, type RemoveOptions } from "./remove-message.ts";
import { readServerFacts, type ServerFacts } from "./server-facts.ts";
import { isAtLeast } from "./server/versions.ts";
import { followShared, readShared } from "./shared-streams.ts";
import type { StoredMessage } from "./stored-message.ts";
import { createStreamEnds } from "./stream-ends.ts";
import { updateStream } from "./update-stream.ts";

export interface ConnectOptions {
  /**
   * One URL or several separated by commas, such as `nats://user:password@host:4222`; a promise where
   * it is not known yet.
   */
  readonly url: string | Promise<string>;
  /** Shown in the server's monitoring. @defaultValue "openclaw-event-store" */
  readonly name?: string;
  /** Prefix of reply subjects, where the user may subscribe to its own only. @defaultValue "_INBOX" */
  readonly inboxPrefix?: string;
  /** Proof of who connects beyond what the URL holds. */
  readonly credentials?: CredentialFiles;
  readonly logger?: Logger;
}

/** What a server tells of itself as it is connected to. */
export interface ReadyServer {
  readonly version: string;
  /** Of the largest message, in bytes. */
  readonly maxPayload: number;
  /** Whether a read may name patterns of which one has a wildcard, or ends, where another has a token. */
  readonly takesMixedPatterns: boolean;
}

/** Where messages are read. */
export interface MessageSource {
  /**
   * @throws EventStoreError `UNAVAILABLE`, `PERMISSION_DENIED`, `ABORTED` or `CLOSED`
   */
  ready(options?: WaitOptions): Promise<ReadyServer>;
  read(stream: string, range?: MessageRange): Promise<MessageRead>;
  /** As {@link read}, then on with messages as they are stored, over lost connections, until aborted. */
  follow(stream: string, range?: MessageRange): AsyncIterable<StoredMessage | "caught up">;
  /** The highest sequence of a stream this connection has been told of so far; nothing is asked. */
  knownEnd(stream: string): number | undefined;
}

/** The one way the event store talks to NATS. */
export interface Connection extends MessageSource, AsyncDisposable {
  readonly state: ConnectionState;
  /** Why the last attempt to connect failed. */
  readonly lastError: EventStoreError | undefined;
  /** Calls back on each change of state, until the returned function is called. */
  readonly onState: (listener: (state: ConnectionState) => void) => () => void;
  /** The streams that others share with this user: all of a range is read, whatever its subjects and times. */
  readonly shared: MessageSource;
  /** Creates a stream where it is missing. @throws EventStoreError `STREAM_CONFLICT` */
  ensureStream(spec: StreamSpec): Promise<StreamState>;
  /** Makes a stream what its spec wants. @throws EventStoreError `INVALID_ARGUMENT` where it would shrink */
  updateStream(
    spec: StreamSpec,
    options?: { readonly allowShrink?: boolean },
  ): Promise<StreamState>;
  streamState(stream: string): Promise<StreamState>;
  /**
   * Keeps the data of a message that is too large for the server in the object store, and returns what
   * the stream is to hold in its stead; reads give the whole.
   */
  checkIn(
    spec: StreamSpec,
    message: { readonly id: string; readonly data: Uint8Array },
  ): Promise<Uint8Array>;
  /** Removes what {@link checkIn} has kept of a message. */
  deleteBlob(stream: string, id: string): Promise<void>;
  openAppendChannel(
    stream: string,
    onReply: AppendListeners["onReply"],
    onRefused?: AppendListeners["onRefused"],
  ): Promise<AppendChannel>;
  /** What the server tells of itself and the account. */
  serverFacts(): Promise<ServerFacts>;
  /**
   * Whether this user may store messages of a subject in a stream; stores nothing.
   *
   * @throws EventStoreError `PERMISSION_DENIED`, `STREAM_MISMATCH` or `UNAVAILABLE`
   */
  probeAppend(stream: string, subject: string): Promise<void>;
  /** Writes what a stream holds to a directory. */
  backup(stream: string, options: BackupOptions): Promise<BackupManifest>;
  /** Makes a stream of a backup. */
  restore(options: RestoreOptions): Promise<RestoreReport>;
  /** Takes a message out of a stream, if it is there. */
  remove(place: MessagePlace, options?: RemoveOptions): Promise<void>;
  /** The small documents that the server keeps; nothing is asked before their first use. */
  openDocuments(options?: DocumentOptions): DocumentStore;
}

/** Older servers refuse such patterns where they overlap, and miscount them where they do not. */
const firstWithMixedPatterns = "2.12.5";

/** Starts connecting and returns at once; operations wait until the connection is ready. */
export function connect({
  url,
  name = "openclaw-event-store",
  inboxPrefix = "_INBOX",
  credentials = {},
  logger = silentLogger,
}: ConnectOptions): Connection {
  const settings = { name, inboxPrefix, credentials };
  const options =
    typeof url === "string"
      ? clientOptions(url, settings)
      : url.then((known) => clientOptions(known, settings));
  const link = openLink(options, logger);
  const ends = createStreamEnds();
  const seen = (state: StreamState): StreamState => {
    ends.see(state.name, state.lastSequence);
    return state;
  };
  const ready = async (wait?: WaitOptions): Promise<ReadyServer> => {
    const { nats, version } = await link.wire(wait);
    const maxPayload = nats.info?.max_payload ?? 1024 * 1024;
    return {
      version,
      maxPayload,
      takesMixedPatterns: isAtLeast(version, firstWithMixedPatterns),
    };
  };
  return {
    get state() {
      return link.state;
    },
    get lastError() {
      return link.lastError;
    },
    onState: link.onState,
    ready,
    shared: {
      ready,
      read: async (stream, range) => readShared(await link.wire(range), { stream, ...range }),
      follow: (stream, range) => followShared(link, { stream, ...range }),
      knownEnd: () => undefined,
    },
    ensureStream: async (spec) => seen(await ensureStream(await link.wire(), spec)),
    updateStream: async (spec, shrink) => updateStream(await link.wire(), spec, shrink),
    checkIn: async (spec, message) => checkIn(await link.wire(), spec, message),
    deleteBlob: async (stream, id) => deleteBlob(await link.wire(), stream, id),
    streamState: async (stream) => seen(await readStreamState(await link.wire(), stream)),
    openAppendChannel: async (stream, onReply, onRefused) =>
      openAppendChannel(await link.wire(), {
        stream,
        ...(onRefused && { onRefused }),
        onReply(slot, reply) {
          if ("sequence" in reply) ends.see(stream, reply.sequence);
          onReply(slot, reply);
        },
      }),
    knownEnd: (stream) => ends.of(stream),
    read: async (stream, range) => readMessages(await link.wire(range), { stream, ...range }),
    serverFacts: async () => readServerFacts(await link.wire()),
    probeAppend: async (stream, subject) => probeAppend(await link.wire(), stream, subject),
    backup: async (stream, backup) => backupStream(await link.wire(backup), stream, backup),
    restore: async (restore) => restoreStream(await link.wire(restore), restore),
    remove: async (place, how) => removeMessage(await link.wire(), place, how),
    openDocuments: (documents) => openDocuments(link, documents),
    follow: (stream, range) => followMessages(link, { stream, ...range }),
    [Symbol.asyncDispose]: async () => link.close(),
  };
}
