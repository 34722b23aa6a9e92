import type { OpenItem } from '../action-items/index.ts';
import type { Paper } from '../documents/index.ts';
import type { StoredAttendance } from '../quorum/index.ts';

/** An entry of the agenda, as a pack keeps it. */
interface PackEntry {
  readonly number: number | null;
  readonly kind: 'point' | 'section' | 'break';
  readonly title: string;
  /** HH:MM */
  readonly begins: string;
  readonly minutes: number | null;
  readonly presenter: string;
  readonly isDecision: boolean;
}

/** A titled text. Markdown. */
export interface PackText {
  readonly title: string;
  readonly text: string;
}

/** A course of action with its sections and their parts. */
export interface PackOption extends PackText {
  /** A, B, C … */
  readonly key: string;
  readonly sections: readonly (PackText & { readonly parts: readonly PackText[] })[];
}

/** An agenda point with what members read beforehand. */
export interface PackPoint extends PackText {
  readonly number: number;
  readonly presenter: string;
  readonly minutes: number | null;
  readonly isDecision: boolean;
  /** Address, or empty. */
  readonly preRead: string;
  readonly options: readonly PackOption[];
}

/** The content of a pack. Its JSON text is hashed (spec meeting-pack#content). */
export interface PackContent {
  readonly format: 'ahlt-meeting-pack/1';
  readonly committee: string;
  readonly meeting: string;
  /** YYYY-MM-DD */
  readonly date: string;
  /** HH:MM */
  readonly begins: string;
  readonly ends: string;
  readonly place: string;
  readonly number: string;
  readonly chair: string;
  readonly secretary: string;
  readonly classification: string;
  readonly agenda: readonly PackEntry[];
  readonly points: readonly PackPoint[];
  readonly actions: readonly Pick<OpenItem, 'description' | 'owner' | 'due'>[];
  readonly papers: readonly Paper[];
}

/** Who opened a pack, and when that user said to have read it. */
export interface PackReader {
  readonly userId: string;
  readonly reader: string;
  /** ISO 8601 */
  readonly openedAt: string;
  readonly readAt: string | null;
}

/** An issued pack without its content. */
interface PackLine {
  readonly number: number;
  /** ISO 8601 */
  readonly issuedAt: string;
  readonly issuedBy: string;
}

/** An issued pack, as its pages show it. */
export interface Pack extends PackLine {
  readonly id: string;
  /** As it was hashed. */
  readonly stored: string;
  readonly content: PackContent;
  /** Hexadecimal digits. */
  readonly sha256: string;
  /** Whether the hash is that of the content. */
  readonly isIntact: boolean;
  readonly readers: readonly PackReader[];
  /** All packs of the meeting, the latest first. */
  readonly versions: readonly PackLine[];
}

/** The meeting of a pack, as it is now. */
export interface PackMeeting {
  readonly id: string;
  readonly label: string;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly attendance: StoredAttendance;
}

/** A pack with its meeting. */
export interface FoundPack {
  readonly meeting: PackMeeting;
  readonly pack: Pack;
}

/** Where a pack is. */
export interface PackPath {
  /** Id of the committee. */
  readonly tor: string;
  /** Id of the meeting. */
  readonly meeting: string;
  readonly number: number;
}
