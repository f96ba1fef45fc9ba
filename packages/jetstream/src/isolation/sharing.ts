import type { ExportPlan, ImportPlan } from "./account-plan.ts";
import { accountOf, publicAccount, publicStream, type IsolatedStore } from "./layout.ts";
import { sharedApi, sharedRequests } from "./permissions.ts";

/*
 * The account PUBLIC copies the public events of each store that has readers into a stream of their own.
 * It may create a consumer on a store's stream only with a filter on public subjects, since the filter is
 * part of the subject it asks at. Readers may ask it for messages, and for nothing else.
 */

/** How PUBLIC reaches the stream of a store. */
export function sourceOf(store: IsolatedStore): {
  readonly api: string;
  readonly deliver: string;
  readonly filter: string;
} {
  const account = accountOf(store);
  return {
    api: `JS.${account}.API`,
    deliver: `deliver.public.${account}`,
    filter: `${store.subjectPrefix}.public.>`,
  };
}

export function agentExports(store: IsolatedStore): readonly ExportPlan[] {
  if (store.readers.length === 0) return [];
  const to = [publicAccount];
  const { deliver, filter } = sourceOf(store);
  return [
    { kind: "service", subject: `$JS.API.CONSUMER.CREATE.${store.stream}.*.${filter}`, to },
    { kind: "service", subject: `$JS.FC.${store.stream}.>`, to },
    { kind: "stream", subject: `${deliver}.>`, to },
  ];
}

export function publicImports(shared: readonly IsolatedStore[]): readonly ImportPlan[] {
  return shared.flatMap((store): readonly ImportPlan[] => {
    const from = accountOf(store);
    const { api, deliver, filter } = sourceOf(store);
    const create = `CONSUMER.CREATE.${store.stream}.*.${filter}`;
    return [
      { kind: "service", from, subject: `$JS.API.${create}`, as: `${api}.${create}` },
      { kind: "service", from, subject: `$JS.FC.${store.stream}.>` },
      { kind: "stream", from, subject: `${deliver}.>` },
    ];
  });
}

export function publicExports(shared: readonly IsolatedStore[]): readonly ExportPlan[] {
  return shared.flatMap((store) =>
    readingOf(store).map((request) => ({
      kind: "service" as const,
      subject: `$JS.API.${request}`,
      to: store.readers.map((agent) => accountOf({ agent })),
      // A batch of direct gets answers with many messages.
      ...(request.startsWith("DIRECT") && !request.endsWith(">") && { streamed: true }),
    })),
  );
}

/** What a reader imports of the stores that name it. */
export function agentImports(
  { agent }: IsolatedStore,
  shared: readonly IsolatedStore[],
): readonly ImportPlan[] {
  return shared
    .filter(({ readers }) => agent !== undefined && readers.includes(agent))
    .flatMap((store) =>
      readingOf(store).map((request) => ({
        kind: "service" as const,
        from: publicAccount,
        subject: `$JS.API.${request}`,
        as: `${sharedApi}.${request}`,
      })),
    );
}

function readingOf(store: IsolatedStore): readonly string[] {
  return sharedRequests.map((request) => request.replace("*", publicStream(store)));
}
