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
  /** HH:MM in the installation's time zone, of someone who came late or left early. */
  readonly arrived?: string | undefined;
  readonly left?: string | undefined;
}

/** A line of the form: someone who fills a position on the day of the meeting. */
export interface RollCallLine {
  readonly userId: string;
  readonly username: string;
  readonly user: string;
  /** Labels of the positions. */
  readonly positions: readonly string[];
  readonly isMandatory: boolean;
  /** The recorded status, or the one that an answer suggests; `undefined`: neither. */
  readonly status: Presence | undefined;
  /** Whether it was recorded. */
  readonly isRecorded: boolean;
  readonly representedBy: string | undefined;
  /** HH:MM, if recorded. */
  readonly arrived: string | undefined;
  readonly left: string | undefined;
  /** Those who may stand in: substitutes of the positions first. */
  readonly substitutes: readonly { readonly username: string; readonly user: string }[];
}
