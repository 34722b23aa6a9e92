import type { AhltEnvironmentSpec, ConditionType, Connections, Step } from '#cdk8s/api/index.ts';
import type { Command } from '#cdk8s/charts/environment-names.ts';

export type { Command };

/**
 * The desired state: the parsed resource. Times are milliseconds since 1970 throughout this folder.
 */
export interface Desired {
  /** Name of the environment, e.g. `dev`. */
  readonly name: string;
  readonly namespace: string;
  readonly generation: number;
  readonly createdAt: number;
  /**
   * Problems of the spec, one sentence each; the other fields are meaningful only if this is empty.
   */
  readonly problems: readonly string[];
  readonly spec: AhltEnvironmentSpec;
  /** The servers that the spec refers to. */
  readonly connections: Connections;
  /** The emergency approval: annotation `platform.ahlt.dev/approved-plan`. */
  readonly approvedPlan?: string;
  /**
   * The manual trigger: annotation `platform.ahlt.dev/requestedAt`. Any new value runs plan and
   * resync again.
   */
  readonly requestedAt?: string;
  /**
   * Request for new database passwords: annotation `platform.ahlt.dev/rotate`. Any new value is a
   * new request.
   */
  readonly rotate?: string;
}

/**
 * The observed state, rebuilt in every reconcile: everything needed to decide, and nothing that
 * exists only in memory.
 */
export interface Observed {
  readonly now: number;
  readonly database: DatabaseState;
  /** All known runs, in any order; finished ones are kept as long as their key may be needed. */
  readonly runs: readonly CommandRun[];
  readonly workload: WorkloadState;
  /**
   * Hash of the values that the app's processes read from Secrets: a change means a restart and a
   * new attempt. Absent while one is missing.
   */
  readonly secretChecksum?: string;
  /** Requests that were already satisfied, from the status. */
  readonly acknowledged: { readonly requestedAt?: string; readonly rotate?: string };
  /** Whether the graph's password exists; `undefined` if the graph is off. */
  readonly graphSecret?: 'present' | 'missing';
  /** Since when the database is not ready, for the backoff. */
  readonly databaseFailingSince?: number;
  readonly retry: RetryPolicy;
  /** For reporting only; no decision depends on it. */
  readonly before: Before;
}

/** The facts of the previous status that are unavailable now. */
export interface Before {
  /** When the environment was suspended. */
  readonly suspendedSince?: number;
  /** The state last read from the database; absent if it never was. */
  readonly database?: LastRead;
}

export interface LastRead {
  /** Since when it cannot be read; absent while it can. */
  readonly unreadSince?: number;
  readonly schema: string | null;
  /** Profile. */
  readonly seed?: string;
  /** When the graph last equaled the database. */
  readonly syncedAt?: number;
}

/**
 * What the steps after the database receive: it responds, and its Secrets exist. They take this
 * instead of `Observed`, so an unknown schema cannot be mistaken for an empty one.
 */
export interface Reachable extends Observed {
  readonly database: ReadyDatabase;
  readonly secretChecksum: string;
}

/** Delay after the first failure, doubled after each further one up to the maximum. */
export interface RetryPolicy {
  readonly baseSeconds: number;
  readonly maxSeconds: number;
}

export type DatabaseState =
  /**
   * A problem that the operator cannot repair: a missing Secret, a server that does not respond.
   */
  | { readonly state: 'blocked'; readonly reason: DatabaseProblem; readonly message: string }
  /** Roles, database or connection Secrets do not exist yet, or no longer match. */
  | { readonly state: 'absent'; readonly missing: readonly string[] }
  /** Not read, e.g. while the environment is suspended. */
  | { readonly state: 'unseen' }
  | ReadyDatabase;

export interface ReadyDatabase {
  readonly state: 'ready';
  readonly ledger: Ledger;
  readonly rotatedFor?: string;
}

export type DatabaseProblem =
  | 'SecretMissing'
  | 'SecretInvalid'
  | 'ServerNotReady'
  | 'Unreachable'
  | 'InsecureAuthentication'
  | 'WrongPassword'
  | 'AccessDenied'
  | 'DatabaseTaken'
  | 'DatabaseLost'
  | 'PasswordChanged'
  | 'DatabaseFailed';

/**
 * The database's record of its migrations and seeds (schema `ledger`, written by the app's commands).
 */
export interface Ledger {
  /** Ordered by id; empty for an empty database. */
  readonly migrations: readonly AppliedMigration[];
  readonly seed?: { readonly profile: string; readonly digest: string; readonly at: number };
  /** The newest verified resync. */
  readonly resync?: SyncRecord;
}

export interface AppliedMigration {
  readonly id: string;
  readonly name: string;
  readonly checksum: string;
  readonly at: number;
}

export interface SyncRecord {
  readonly nodes: number;
  readonly relationships: number;
  readonly digest: string;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** A run of a command: a Job in the cluster, a child process with `npm start`. */
export interface CommandRun {
  /** How the adapter finds it, e.g. the Job's name. */
  readonly id: string;
  readonly command: Command;
  readonly image: string;
  /** Hash of all inputs of the run, so that a restarted operator finds it. */
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
  /**
   * `unread`: it exited 0, but its result was lost or is invalid. It does not count and is retried.
   */
  readonly state: 'running' | 'succeeded' | 'unread' | 'failed';
  readonly startedAt: number;
  readonly finishedAt?: number;
  /**
   * When the operator saw the end, on the clock of `Observed.now`; `finishedAt` is from another
   * machine's clock.
   */
  readonly endSeenAt?: number;
  /** The command's JSON document; that of a success satisfies `isReadable` (results.ts). */
  readonly result?: unknown;
  /** The reason, if it failed or cannot be read. */
  readonly failure?: RunFailure;
  /** Why a running one has not started, e.g. `ErrImagePull`. */
  readonly waiting?: { readonly reason: string; readonly message: string };
}

export interface RunFailure {
  /** The app's error code, or `DeadlineExceeded`, `PodLost`, `ResultLost`, `NoResult`. */
  readonly code?: string;
  readonly exitCode?: number;
  readonly message: string;
  readonly logLines?: readonly string[];
}

/** Schema versions that an image can serve, both inclusive. */
export interface SchemaRange {
  readonly min: string;
  readonly max: string;
}

/** A rollout: an image with its spec, so that a rollback restores both. */
export interface Revision {
  /** Hash of the image and the parts of the spec that affect its pods; names the revision. */
  readonly key: string;
  readonly image: string;
  readonly spec: AhltEnvironmentSpec;
  readonly schemaRange?: SchemaRange | undefined;
}

/** A rollout that was rolled back. */
export interface FailedRollout {
  /**
   * Identifies the attempt: revision, Secrets and manual request. Another combination is tried
   * again.
   */
  readonly key: string;
  readonly image: string;
  readonly message: string;
}

export interface WorkloadState {
  /** Absent: nothing was rolled out yet, it was deleted, or `unreadable`. */
  readonly current?: Revision;
  /** A Deployment exists, but its annotation does not name its revision. */
  readonly unreadable?: boolean;
  /** When `current` was rolled out. */
  readonly rolledOutAt?: number;
  /** The newest revision that was completely available. */
  readonly lastGood?: Revision;
  /** The attempt that was rolled back, and why; until another is desired. */
  readonly failed?: FailedRollout;
  readonly replicas: number;
  readonly availableReplicas: number;
  /** All desired pods run `current` and are available. */
  readonly complete: boolean;
  /** Why pods are not available, most informative first. */
  readonly problems: readonly string[];
}

export type ConditionStatus = 'True' | 'False' | 'Unknown';

export interface PlannedCondition {
  readonly type: ConditionType;
  readonly status: ConditionStatus;
  readonly reason: string;
  readonly message: string;
}

export type Action =
  /**
   * Create or repair roles, database and connection Secrets; with `rotate`, set new passwords of
   * the roles first.
   */
  | { readonly kind: 'ProvideDatabase'; readonly rotate?: string }
  | RunCommand
  /** Delete a run that is no longer needed and never started. */
  | { readonly kind: 'CancelRun'; readonly id: string }
  | RollOut;

export interface RunCommand {
  readonly kind: 'RunCommand';
  readonly command: Command;
  readonly image: string;
  readonly key: string;
  readonly attempt: number;
  /**
   * The command line after `app.js`, e.g. `['migrate', '--json']`; for a backup the arguments of
   * its script.
   */
  readonly args: readonly string[];
  readonly deadlineSeconds: number;
}

/**
 * Make `revision` the running one, or repair it if others changed it. A no-op if it is up to date.
 */
export interface RollOut {
  readonly kind: 'RollOut';
  readonly image: string;
  readonly revision: Revision;
  /** When this revision was first rolled out. */
  readonly since: number;
  readonly lastGood?: Revision;
  readonly failed?: FailedRollout;
}

/** The next action. Executing it again changes nothing. */
export interface Plan {
  readonly step: Step;
  readonly actions: readonly Action[];
  /** Conditions of this step; the others follow from the observed state. */
  readonly conditions: readonly PlannedCondition[];
  /** Reconcile again after this time even without changes; absent if only changes matter. */
  readonly requeueAfterSeconds?: number;
  /** Requests that are satisfied by this pass. */
  readonly acknowledge?: { readonly requestedAt?: string; readonly rotate?: string };
  readonly nextResyncAt?: number;
}
