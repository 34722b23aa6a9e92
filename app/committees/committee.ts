import type { Ahead } from '../calendar/index.ts';
import type { Item } from '../collections/index.ts';
import type { Dependency } from '../dependencies/index.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Positions, SeatCounts } from '../positions/index.ts';
import type { SavedView } from '../saved-lists/index.ts';
import type { Schedule } from './present.ts';
import type { CommitteeCounts } from './texts.ts';

/** A committee as a row of the list. */
export interface CommitteeLine extends Schedule {
  readonly id: string;
  readonly label: string;
  readonly name: string;
  readonly isRunning: boolean;
  readonly number: string;
  readonly classification: string;
  readonly organization: string;
  /** Today. */
  readonly seats: SeatCounts;
  readonly ahead: Ahead;
  readonly updatedAt: Date;
}

/** Data of the list besides its rows. */
export interface ListFrame {
  readonly counts: CommitteeCounts & { readonly mine: number };
  /** The reader's column order, or the default for everyone. */
  readonly columns: string | null;
  readonly views: readonly SavedView[];
}

/** The dependants of a committee, as the question before its deletion names them. */
export interface Dependants {
  readonly members: number;
  readonly positions: number;
  readonly steps: number;
  readonly templates: number;
  readonly agendaPoints: number;
  readonly dependencies: number;
  readonly meetings: number;
  readonly suggestions: number;
  readonly proposals: number;
  readonly documents: number;
  readonly versions: number;
}

/** A committee that another one starts from, with the copied items. */
export interface Source extends EntitySnapshot {
  readonly positions: readonly CopiedItem[];
  readonly steps: readonly CopiedItem[];
}

/** An entity below a committee that is copied. */
export interface CopiedItem {
  readonly name: string;
  readonly label: string;
  readonly sortOrder: number;
  readonly properties: Readonly<Record<string, string>>;
}

/** Data of other features on the first page of a committee. */
export interface Overview {
  readonly ahead: Ahead;
  readonly positions: Positions;
  readonly steps: readonly Item[];
  readonly dependencies: readonly Dependency[];
}
