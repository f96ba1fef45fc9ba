import { type AccountLimits, type AccountPlan, type UserPlan } from "./account-plan.ts";
import {
  accountOf,
  adminOf,
  inboxOf,
  publicAccount,
  systemAccount,
  type IsolatedStore,
  type Layout,
} from "./layout.ts";
import { agentPermissions } from "./permissions.ts";
import { agentExports, agentImports, publicExports, publicImports } from "./sharing.ts";

/** Checkpoints of followers are small. */
export const checkpointBytes = 16 * 1024 * 1024;

/** One account for each store, one for what is shared, one for the system. */
export function planAccounts({ stores, maxBytes }: Layout): readonly AccountPlan[] {
  const shared = stores.filter(({ readers }) => readers.length > 0);
  return [
    {
      name: systemAccount,
      users: [{ name: adminOf(systemAccount) }],
      limits: undefined,
      exports: [],
      imports: [],
    },
    ...stores.map((store) => ({
      name: accountOf(store),
      users: [userOf(store), { name: adminOf(accountOf(store)) }],
      limits: storeLimits(maxBytes),
      exports: agentExports(store),
      imports: agentImports(store, shared),
    })),
    {
      name: publicAccount,
      users: [{ name: adminOf(publicAccount) }],
      limits: {
        ...storeLimits(maxBytes),
        maxFileBytes: Math.max(shared.length, 1) * maxBytes,
        maxStreams: Math.max(shared.length, 1),
      },
      exports: publicExports(shared),
      imports: publicImports(shared),
    },
  ];
}

function userOf(store: IsolatedStore): UserPlan {
  const name = accountOf(store);
  const { stream, subjectPrefix } = store;
  return {
    name,
    permissions: agentPermissions({ stream, subjectPrefix, inboxPrefix: inboxOf(name) }),
  };
}

/** Large events may take as much as the others together. */
function storeLimits(maxBytes: number): AccountLimits {
  return {
    maxFileBytes: 2 * maxBytes + checkpointBytes,
    maxMemoryBytes: 16 * 1024 * 1024,
    // Events, large events, checkpoints, and for a moment one of the isolation test.
    maxStreams: 4,
    maxConsumers: 64,
    maxConnections: 32,
  };
}
