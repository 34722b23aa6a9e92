/**
 * State recorded in the database, including the graph's last resync. `null` where nothing happened
 * yet.
 */
export interface LedgerState {
  /** Newest migration that ran. */
  readonly schema: string | null;
  readonly seed: { readonly profile: string; readonly digest: string; readonly at: Date } | null;
  readonly resync: Resync | null;
}

export interface Resync {
  readonly nodes: number;
  readonly relationships: number;
  readonly digest: string;
  /** Whether the graph equaled the database when it ended. */
  readonly verified: boolean;
  readonly at: Date;
  /** Changes made since that the graph has not received. */
  readonly waiting: number;
}
