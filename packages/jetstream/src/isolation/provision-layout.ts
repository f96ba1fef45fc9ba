import { StorageType } from "@nats-io/jetstream";
import { Kvm } from "@nats-io/kv";
import { nanos } from "@nats-io/nats-core";
import { Objm } from "@nats-io/obj";
import { silentLogger } from "@openclaw/event-schema";
import { blobBucket } from "../blob-bucket.ts";
import { clientOptions } from "../client-options.ts";
import { documentBucket } from "../documents.ts";
import { configOf, ensureStream } from "../ensure-stream.ts";
import { openLink, type Wire } from "../link.ts";
import { translateError } from "../translate-error.ts";
import {
  adminOf,
  accountOf,
  publicAccount,
  publicStream,
  type IsolatedStore,
  type Layout,
} from "./layout.ts";
import { checkpointBytes } from "./plan-accounts.ts";
import { sourceOf } from "./sharing.ts";
import type { LoginOf } from "./write-layout.ts";

export interface ProvisionOptions {
  readonly url: string;
  /** How the users of the layout log in. */
  readonly loginOf: LoginOf;
}

/** A stream, and the account it is in. */
export interface ProvisionedStream {
  readonly account: string;
  readonly stream: string;
}

/**
 * Creates, as the administrators of the accounts, the streams that agents may use but not create. What
 * exists is left as it is.
 *
 * @throws EventStoreError `UNAVAILABLE`, `PERMISSION_DENIED` or `STORAGE_FULL`
 */
export async function provisionLayout(
  layout: Layout,
  options: ProvisionOptions,
): Promise<readonly ProvisionedStream[]> {
  const shared = layout.stores.filter(({ readers }) => readers.length > 0);
  const work = layout.stores.map((store): readonly [string, Provisioning] => [
    accountOf(store),
    async (wire) => createStore(wire, store, layout),
  ]);
  if (shared.length > 0)
    work.push([
      publicAccount,
      async (wire) => Promise.all(shared.map(async (store) => createPublic(wire, store, layout))),
    ]);
  const provisioned: ProvisionedStream[] = [];
  for (const [account, create] of work)
    for (const stream of await asAdmin(options, account, create))
      provisioned.push({ account, stream });
  return provisioned;
}

/** Creates streams and tells their names. */
type Provisioning = (wire: Wire) => Promise<readonly string[]>;

async function asAdmin(
  { url, loginOf }: ProvisionOptions,
  account: string,
  create: Provisioning,
): Promise<readonly string[]> {
  const { credentials, inboxPrefix } = loginOf(adminOf(account));
  const link = openLink(
    clientOptions(url, {
      name: "openclaw-events",
      inboxPrefix,
      credentials: { creds: credentials },
    }),
    silentLogger,
  );
  try {
    return await create(await link.wire({ failFast: true }));
  } catch (error) {
    throw translateError(`preparing account ${account}`, error);
  } finally {
    await link.close();
  }
}

async function createStore(
  wire: Wire,
  { stream, subjectPrefix }: IsolatedStore,
  { maxBytes, maxAgeMs }: Layout,
): Promise<readonly string[]> {
  await ensureStream(wire, { name: stream, subjects: [`${subjectPrefix}.>`], maxAgeMs, maxBytes });
  const blobs = blobBucket(stream);
  await new Objm(wire.nats).create(blobs, {
    ttl: nanos(maxAgeMs),
    storage: StorageType.File,
    max_bytes: maxBytes,
  });
  await new Kvm(wire.nats).create(documentBucket, { history: 1, max_bytes: checkpointBytes });
  return [stream, `OBJ_${blobs}`, `KV_${documentBucket}`];
}

async function createPublic(
  wire: Wire,
  store: IsolatedStore,
  { maxBytes, maxAgeMs }: Layout,
): Promise<string> {
  const name = publicStream(store);
  const { api, deliver, filter } = sourceOf(store);
  const config = {
    ...configOf({ name, subjects: [], maxAgeMs, maxBytes }),
    allow_direct: true,
    sources: [{ name: store.stream, filter_subject: filter, external: { api, deliver } }],
  };
  const exists = await wire.manager.streams.info(name).then(
    () => true,
    () => false,
  );
  if (!exists) await wire.manager.streams.add(config);
  return name;
}
