import type { Named } from '../named.ts';
import type { WaitingItem } from '../waiting-item.ts';

/** A position that may become vacant. */
export interface Place extends Named {
  readonly capabilities: readonly string[];
}

/** A meeting to come with those who lead it. */
export interface ComingMeeting {
  readonly id: string;
  readonly label: string;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly chair: Named | null;
  readonly secretary: Named | null;
}

/** The facts that the database alone knows about a committee that becomes vacant. */
export interface Scene {
  readonly isCurrent: boolean;
  readonly today: string;
  readonly offered: readonly Named[];
  /** `null`: none was chosen, or it is archived. */
  readonly committee: Named | null;
  readonly places: readonly Place[];
  readonly items: readonly WaitingItem[];
  readonly meetings: readonly ComingMeeting[];
}
