/** How someone is recorded at a roll call. */
export const presences = ['present', 'absent', 'excused'] as const;
export type Presence = (typeof presences)[number];

/** An entry of a roll call, as stored (spec meetings#roll-call). */
export interface RollCallEntry {
  /** User name; a roll call from elsewhere may have a display name. */
  readonly username: string;
  readonly status: Presence;
  /** Display name on the day of the meeting. */
  readonly name?: string | undefined;
  /** User name of the substitute who represents the user. */
  readonly represented_by?: string | undefined;
}

/** A line of the form: someone who fills a position on the day of the meeting. */
export interface RollCallLine {
  readonly userId: string;
  readonly username: string;
  readonly user: string;
  readonly avatar: string | null;
  /** Labels of the positions. */
  readonly positions: readonly string[];
  readonly isMandatory: boolean;
  /** What was recorded, or what an answer suggests; `undefined`: neither. */
  readonly status: Presence | undefined;
  /** Whether it was recorded. */
  readonly isRecorded: boolean;
  readonly representedBy: string | undefined;
  /** Those who may stand in: substitutes of the positions first. */
  readonly substitutes: readonly { readonly username: string; readonly user: string }[];
}

/** A position with those who fill it on the day of a meeting. */
export interface SeatedPosition {
  readonly id: string;
  readonly label: string;
  readonly isMandatory: boolean;
  readonly holders: readonly SeatHolder[];
}

export interface SeatHolder {
  readonly userId: string;
  /** User name. */
  readonly username: string;
  /** Display name. */
  readonly user: string;
  readonly avatar: string | null;
  readonly capacity: 'holder' | 'acting' | 'substitute_for';
}
