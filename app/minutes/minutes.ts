import type { ActionRow } from '../action-items/index.ts';

/** The parts of minutes, in order (spec minutes#generation). */
export const sectionTypes = [
  'attendance',
  'protocol',
  'agenda_items',
  'decisions',
  'action_items',
] as const;
export type SectionType = (typeof sectionTypes)[number];

/** Statuses of minutes, in order (spec minutes#status). */
export const statuses = ['draft', 'pending_approval', 'approved'] as const;
export type Status = (typeof statuses)[number];

export interface MinutesSection {
  readonly id: string;
  readonly type: SectionType;
  /** Markdown. */
  readonly content: string;
  readonly isGenerated: boolean;
  /** Changes with each edit. */
  readonly version: string;
}

export const attendances = ['present', 'absent', 'excused'] as const;

/** Who was there: a row as stored. */
export interface Attendance {
  readonly name: string;
  readonly status: (typeof attendances)[number];
  readonly delegation_to: string;
}

/** Who did something, and when. */
export interface Done {
  readonly by: string;
  readonly at: Date | null;
}

export const capacities = ['chair', 'secretary'] as const;
export type SigningCapacity = (typeof capacities)[number];

export interface Signature extends Done {
  readonly capacity: SigningCapacity;
}

/** The record of approved minutes (spec minutes#approved). */
export interface ApprovedRecord {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly recordedAt: Date;
  readonly signatures: readonly Signature[];
}

/** How the record of approved minutes compares with the stored minutes. */
export interface Verification {
  /** The hash of the record's text, computed again. */
  readonly computed: string;
  /** Whether the minutes and their sections say what the record says. */
  readonly isSame: boolean;
}

export interface MinutesMeeting {
  readonly id: string;
  readonly label: string;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly number: string;
  readonly location: string;
  readonly classification: string;
  readonly chairId: string | null;
  readonly secretaryId: string | null;
}

/** Minutes with everything that their page and their exports show. */
export interface Minutes {
  readonly id: string;
  readonly label: string;
  readonly version: string;
  readonly status: Status;
  readonly generatedAt: Date | null;
  readonly submitted: Done | null;
  readonly approved: Done | null;
  readonly meeting: MinutesMeeting;
  readonly sections: readonly MinutesSection[];
  readonly distribution: readonly string[];
  readonly attendance: readonly Attendance[];
  readonly actions: readonly ActionRow[];
  /** Digest of the stored content, so that nobody approves changes that they have not read. */
  readonly digest: string;
  readonly record: ApprovedRecord | null;
  /** `null` if there is no record, or the reader did not ask. */
  readonly verification: Verification | null;
}

/** The rights of a reader to minutes. */
export interface MinutesPowers {
  readonly edit: boolean;
  readonly approve: boolean;
  readonly record: boolean;
  readonly export: boolean;
  /** The capacity in which they could sign, if any. */
  readonly sign: SigningCapacity | undefined;
}
