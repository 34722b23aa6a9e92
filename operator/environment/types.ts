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
   * Problems of the spec, one sentence each; the other fields are only meaningful when this is
   * empty.
   */
  readonly problems: readonly string[];
  readonly spec: AhltEnvironmentSpec;
  /** The servers that the spec names. */
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
 * The observed state, rebuilt in every reconcile. Everything needed to decide, and nothing that
 * exists only in memory.
 */
export interface Observed {
  readonly now: number;
  readonly database: DatabaseState;
  /**
   * Every known run of a command, in any order; finished ones are kept as long as their key may be
   * asked for.
   */
  readonly runs: readonly CommandRun[];
  readonly workload: WorkloadState;
  /**
   * Hash over the values that the app's processes read from Secrets: a change means a restart and a
   * new try. Absent while one is missing.
   */
  readonly secretChecksum?: string;
  /** Requests that were answered before, from the status. */
  readonly acknowledged: { readonly requestedAt?: string; readonly rotate?: string };
  /** Whether the graph's password is there; `undefined` when the graph is off. */
  readonly graphSecret?: 'present' | 'missing';
  /** Since when the database is not as it should be, for the backoff. */
  readonly databaseFailingSince?: number;
  readonly retry: RetryPolicy;
  /** For telling only; nothing is decided by it. */
  readonly before: Before;
}

/** What the status said before this pass about what can't be seen now. */
export interface Before {
  /** When the environment was suspended. */
  readonly suspendedSince?: number;
  /** What was last read of the database; absent when it never was. */
  readonly database?: LastRead;
}

export interface LastRead {
  /** Since when it has not been read; absent while it is. */
  readonly unreadSince?: number;
  readonly schema: string | null;
  /** Profile. */
  readonly seed?: string;
  /** When the graph was last the same as the database. */
  readonly syncedAt?: number;
}

/**
 * What the steps behind the database see: it answers, and its Secrets are there. They take this
 * instead of `Observed`, so an unknown schema can't be mistaken for an empty one.
 */
export interface Reachable extends Observed {
  readonly database: ReadyDatabase;
  readonly secretChecksum: string;
}

/** First pause after a failure, doubled at each further one up to the longest. */
export interface RetryPolicy {
  readonly baseSeconds: number;
  readonly maxSeconds: number;
}

export type DatabaseState =
  /**
   * Something that the operator cannot repair by itself: a Secret is missing, the server does not
   * answer.
   */
  | { readonly state: 'blocked'; readonly reason: DatabaseProblem; readonly message: string }
  /** Roles, database or connection Secrets are not there yet, or do not fit together any more. */
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

/** What the database says happened to it (schema `ledger`, written by the app's commands). */
export interface Ledger {
  /** In order of id; empty on an empty database. */
  readonly migrations: readonly AppliedMigration[];
  readonly seed?: { readonly profile: string; readonly digest: string; readonly at: number };
  /** The newest resync that was verified. */
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

/** One run of a command: a Job in the cluster, a child process with `npm start`. */
export interface CommandRun {
  /** How the adapter finds it again, e.g. the Job's name. */
  readonly id: string;
  readonly command: Command;
  readonly image: string;
  /** Hash of everything the run depends on, so that a restarted operator finds it. */
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
  /**
   * `unread`: it exited 0, but its result was lost or makes no sense. It counts for nothing and is
   * tried again.
   */
  readonly state: 'running' | 'succeeded' | 'unread' | 'failed';
  readonly startedAt: number;
  readonly finishedAt?: number;
  /**
   * When the operator saw the end, on the clock of `Observed.now`; `finishedAt` is of another
   * machine's clock.
   */
  readonly endSeenAt?: number;
  /** The command's JSON document; a success has one that `isReadable` (results.ts). */
  readonly result?: unknown;
  /** What went wrong when it failed or can't be read. */
  readonly failure?: RunFailure;
  /** Why a running one has not begun, e.g. `ErrImagePull`. */
  readonly waiting?: { readonly reason: string; readonly message: string };
}

export interface RunFailure {
  /** The app's error code, or `DeadlineExceeded`, `PodLost`, `ResultLost`, `NoResult`. */
  readonly code?: string;
  readonly exitCode?: number;
  readonly message: string;
  readonly logLines?: readonly string[];
}

/** Versions of the schema an image can serve on, both included. */
export interface SchemaRange {
  readonly min: string;
  readonly max: string;
}

/** A rollout: an image with its spec, so that a rollback restores both. */
export interface Revision {
  /** Hash of the image and of the part of the spec that reaches its pods; names the revision. */
  readonly key: string;
  readonly image: string;
  readonly spec: AhltEnvironmentSpec;
  readonly schemaRange?: SchemaRange | undefined;
}

/** A rollout that was taken back. */
export interface FailedRollout {
  /** Names the try: revision, Secrets and manual request. Another of these is tried again. */
  readonly key: string;
  readonly image: string;
  readonly message: string;
}

export interface WorkloadState {
  /** Absent: nothing was rolled out yet, it was deleted, or `unreadable`. */
  readonly current?: Revision;
  /** A Deployment is there, but its annotation does not say which revision it runs. */
  readonly unreadable?: boolean;
  /** When `current` was rolled out. */
  readonly rolledOutAt?: number;
  /** The newest revision that was completely available once. */
  readonly lastGood?: Revision;
  /** The try that was taken back, and why; until another is wanted. */
  readonly failed?: FailedRollout;
  readonly replicas: number;
  readonly availableReplicas: number;
  /** Every wanted pod runs `current` and is available. */
  readonly complete: boolean;
  /** What keeps pods from becoming available, the most telling first. */
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
   * Create or repair roles, database and connection Secrets; with `rotate`, give the roles new
   * passwords first.
   */
  | { readonly kind: 'ProvideDatabase'; readonly rotate?: string }
  | RunCommand
  /** Delete a run that is no longer needed and never began. */
  | { readonly kind: 'CancelRun'; readonly id: string }
  | RollOut;

export interface RunCommand {
  readonly kind: 'RunCommand';
  readonly command: Command;
  readonly image: string;
  readonly key: string;
  readonly attempt: number;
  /**
   * The whole command line after `app.js`, e.g. `['migrate', '--json']`; for a backup the arguments
   * of its script.
   */
  readonly args: readonly string[];
  readonly deadlineSeconds: number;
}

/**
 * Make `revision` the one that runs, or repair it when others changed it. A no-op when it already
 * is as wanted.
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

/** What to do next. Carrying it out again changes nothing. */
export interface Plan {
  readonly step: Step;
  readonly actions: readonly Action[];
  /** Conditions of this step; the others follow from the observed state. */
  readonly conditions: readonly PlannedCondition[];
  /** Look again after this long although nothing changed; absent when only a change matters. */
  readonly requeueAfterSeconds?: number;
  /** Requests that are answered with this pass. */
  readonly acknowledge?: { readonly requestedAt?: string; readonly rotate?: string };
  readonly nextResyncAt?: number;
}
