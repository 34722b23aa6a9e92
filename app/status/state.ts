/**
 * What a database says of itself, and the graph's last resync as it remembers it. `null` where
 * nothing happened yet.
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
  /** The graph was equal to the database when it ended. */
  readonly verified: boolean;
  readonly at: Date;
  /** Changes that were made since and that the graph still has to learn. */
  readonly waiting: number;
}
