/** A decision without an action item that is done. */
export interface IdleDecision {
  readonly id: string;
  readonly label: string;
  readonly year: number | null;
  readonly number: number | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly committeeId: string | null;
  readonly committee: string | null;
  /** How many open action items it has. */
  readonly actions: number;
}
