import { blobBucket } from "../blob-bucket.ts";
import { documentBucket } from "../documents.ts";

/** What a user may publish and subscribe to; nothing else. */
export interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

export interface AgentRights {
  /** The stream of its events. */
  readonly stream: string;
  /** Prefix of its events' subjects. */
  readonly subjectPrefix: string;
  /** Prefix of its reply subjects. */
  readonly inboxPrefix: string;
}

/** Requests under which an agent reads what others share with it, see `sharing.ts`. */
export const sharedApi = "JS.public.API";
export const sharedRequests = [
  "STREAM.INFO.*",
  "STREAM.MSG.GET.*",
  "DIRECT.GET.*",
  "DIRECT.GET.*.>",
] as const;

/**
 * What an agent needs to publish, read, follow and keep large events and checkpoints, in an account of its
 * own. It can neither create nor change a stream, nor take anything out of one.
 */
export function agentPermissions({ stream, subjectPrefix, inboxPrefix }: AgentRights): Permissions {
  const blobs = blobBucket(stream);
  return {
    publish: [
      `${subjectPrefix}.>`,
      `$O.${blobs}.C.>`,
      `$O.${blobs}.M.>`,
      `$KV.${documentBucket}.>`,
      "$JS.API.INFO",
      ...[stream, `OBJ_${blobs}`, `KV_${documentBucket}`].flatMap(readingRequests),
      ...sharedRequests.map((request) => `${sharedApi}.${request}`),
    ],
    subscribe: [`${inboxPrefix}.>`],
  };
}

/** The requests by which the content of a stream is read. */
export function readingRequests(stream: string): readonly string[] {
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}.>`,
    `$JS.API.CONSUMER.CREATE.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.INFO.${stream}.*`,
    `$JS.API.CONSUMER.DELETE.${stream}.*`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.*`,
    `$JS.ACK.${stream}.>`,
    `$JS.FC.${stream}.>`,
  ];
}
