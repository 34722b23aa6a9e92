import type { Named } from '../named.ts';
import type { WaitingItem } from '../waiting-item.ts';

/** Where an escalation begins. */
export interface Origin {
  readonly isCurrent: boolean;
  readonly today: string;
  readonly offered: readonly Named[];
  /** `null`: none was chosen, or it is archived. */
  readonly committee: Named | null;
  /** Its items that wait and that the asker sees. */
  readonly items: readonly WaitingItem[];
}
