import type { ItemKind } from '../waiting-item.ts';

/** How long items of a kind wait at a step in a committee. Times in days. */
export interface Wait {
  readonly committeeId: string;
  readonly committee: string;
  readonly kind: ItemKind;
  /** Code and label of the step. */
  readonly status: string;
  readonly step: string;
  /** How many moved on in the time that is asked about. */
  readonly moved: number;
  /** `null`: none moved on. */
  readonly median: number | null;
  readonly p90: number | null;
  /** How many wait there now. */
  readonly waiting: number;
  /** Of the oldest that waits now; `null`: none waits. */
  readonly oldest: number | null;
  readonly oldestId: string | null;
  readonly oldestLabel: string | null;
}
