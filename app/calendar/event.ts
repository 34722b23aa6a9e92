import type { Cadence } from './cadence.ts';

/** A committee as far as its calendar needs it. */
export interface Committee extends Cadence {
  readonly id: string;
  readonly label: string;
  readonly name: string;
  /** Whether its cadence is expanded: it is active, and not archived. */
  readonly isMeeting: boolean;
  /** HH:MM */
  readonly time: string;
  readonly minutes: number;
  readonly location: string;
  /** Whether the reader may confirm its meetings. */
  readonly mayConfirm: boolean;
  /** Whether the reader holds a position in it. */
  readonly isOwn: boolean;
  readonly version: string;
  readonly updatedAt: string;
}

/** A stored meeting of a committee. */
export interface StoredMeeting {
  readonly id: string;
  readonly torId: string;
  /** YYYY-MM-DD */
  readonly date: string;
  /** The projected date that it was created for, even if the meeting has moved since. */
  readonly occurrence: string | null;
  readonly status: string;
  readonly location: string;
  readonly version: string;
  readonly updatedAt: string;
  /** Agenda points, and whether there are minutes; read for the committee's own pages. */
  readonly items?: number;
  readonly hasMinutes?: boolean;
}

/** A meeting in the calendar, stored or projected from the cadence (spec calendar#events). */
export interface CalendarEvent {
  readonly committee: Committee;
  readonly date: string;
  readonly time: string;
  readonly minutes: number;
  readonly location: string;
  /** Empty for a meeting that no cadence projects. */
  readonly cadence: string;
  /** `undefined` if it is only projected. */
  readonly meeting?: StoredMeeting;
  /** Whether the reader may confirm it. */
  readonly canConfirm: boolean;
}
