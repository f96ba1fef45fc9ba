import type { Permissions } from "./permissions.ts";

/** An account of the server, whatever form its configuration takes. */
export interface AccountPlan {
  readonly name: string;
  readonly users: readonly UserPlan[];
  /** `undefined` where the account has no JetStream. */
  readonly limits: AccountLimits | undefined;
  readonly exports: readonly ExportPlan[];
  readonly imports: readonly ImportPlan[];
}

/** A user; without permissions it may do all in its account. */
export interface UserPlan {
  readonly name: string;
  readonly permissions?: Permissions;
}

export interface AccountLimits {
  readonly maxFileBytes: number;
  readonly maxMemoryBytes: number;
  readonly maxStreams: number;
  readonly maxConsumers: number;
  readonly maxConnections: number;
}

type Kind = "service" | "stream";

export interface ExportPlan {
  readonly kind: Kind;
  readonly subject: string;
  /** Accounts that may import it. */
  readonly to: readonly string[];
  /** Whether a request gets several answers. */
  readonly streamed?: boolean;
}

export interface ImportPlan {
  readonly kind: Kind;
  /** The account that exports it. */
  readonly from: string;
  readonly subject: string;
  /** What it is called in the importing account. */
  readonly as?: string;
}

/** What every account is held to beside its own limits. */
export const commonLimits = {
  maxSubscriptions: 4096,
  maxPayloadBytes: 1024 * 1024,
  maxAckPending: 5000,
} as const;
