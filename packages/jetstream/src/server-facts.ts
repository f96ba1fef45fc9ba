import { isEventStoreError } from "@openclaw/event-schema";
import type { Wire } from "./link.ts";
import { translateError } from "./translate-error.ts";

/** What a server tells of itself and of the account a connection uses. */
export interface ServerFacts {
  readonly version: string;
  readonly name: string;
  /** Whether its traffic is encrypted. */
  readonly encrypted: boolean;
  /** Whether the account may use JetStream; `undefined` where the user may not ask. */
  readonly jetstream: boolean | undefined;
  /** What the account stores on disk, `undefined` where the user may not ask. */
  readonly storage:
    | { readonly usedBytes: number; readonly maxBytes: number | undefined }
    | undefined;
}

/** Asks the server; changes nothing. */
export async function readServerFacts(wire: Wire): Promise<ServerFacts> {
  const { info } = wire.nats;
  return {
    version: info?.version ?? "",
    name: info?.server_name ?? "",
    encrypted: info?.tls_required ?? false,
    ...(await readAccount(wire, info?.jetstream ?? false)),
  };
}

async function readAccount(
  wire: Wire,
  serverHasJetStream: boolean,
): Promise<Pick<ServerFacts, "jetstream" | "storage">> {
  try {
    const { storage, limits } = await wire.manager.getAccountInfo();
    const maxBytes = limits.max_storage > 0 ? limits.max_storage : undefined;
    return { jetstream: true, storage: { usedBytes: storage, maxBytes } };
  } catch (error) {
    const failure = translateError("asking for the account", error);
    const isOff = !serverHasJetStream || isEventStoreError(failure, "UNAVAILABLE");
    return { jetstream: isOff ? false : undefined, storage: undefined };
  }
}
