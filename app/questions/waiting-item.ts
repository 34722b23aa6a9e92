import type { ItemKind as KindOfCommittee } from '../committee-items/index.ts';

export type ItemKind = KindOfCommittee | 'meeting';

/** An item whose workflow has not ended. */
export interface WaitingItem {
  readonly id: string;
  readonly kind: ItemKind;
  readonly label: string;
  readonly committeeId: string;
  readonly committee: string;
  /** Code and label of the step. */
  readonly status: string;
  readonly step: string;
  /** Since when it is there; ISO 8601, UTC. */
  readonly since: string;
  /** Capabilities with which it can be moved on. */
  readonly needs: readonly string[];
}
