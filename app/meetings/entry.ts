/** An entry of an agenda: an agenda point, a heading, or a break. */
type EntryKind = 'point' | 'section' | 'break';

/** An entry of a meeting's agenda, as stored. */
export interface Entry {
  /** Id of the agenda point, or of the section or break. */
  readonly id: string;
  readonly kind: EntryKind;
  readonly title: string;
  /** Planned minutes; `null` for a section, and for a point without any. */
  readonly minutes: number | null;
  /** Status of an agenda point. */
  readonly status: string | null;
  readonly itemType: string | null;
  readonly presenter: string | null;
  /** Seconds used so far, without those of a running timer. */
  readonly used: number;
  /** ISO 8601, while the entry is the current one. */
  readonly runningSince: string | null;
  /** Notes on it at this meeting. */
  readonly notes: string;
  /** Counts the changes of the notes. */
  readonly notesVersion: number;
}

/** An agenda point that may come onto the agenda. */
export interface Waiting {
  readonly id: string;
  readonly title: string;
  readonly minutes: number | null;
  readonly itemType: string | null;
  readonly priority: string | null;
  /** YYYY-MM-DD, the day it is meant for. */
  readonly date: string | null;
  /** Whether it stood on the agenda of the last meeting, and was left open there. */
  readonly isCarried: boolean;
}
