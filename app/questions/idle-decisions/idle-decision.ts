import type { Decision } from '../../decisions/index.ts';

/** A decision without an action item that is done. */
export interface IdleDecision {
  readonly decision: Decision;
  /** How many open action items it has. */
  readonly actions: number;
}
