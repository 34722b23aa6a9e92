import type { StandingRow } from '../authority/index.ts';
import type { Texts } from '../ontology/schema.ts';
import type { Definition } from '../workflow/index.ts';

/** The lists of items, in the order of their tabs. */
export const tabs = ['suggestions', 'proposals', 'agenda_points'] as const;
export type Tab = (typeof tabs)[number];

/** Rows of a page. */
export const rowsPerPage = 50;

/** Most items of a list: of one committee, and of all, where it continues in those of each. */
export const mostCounted = { committee: 1000, all: 300 } as const;

/** The committees, by name, whose items the lists of all have. */
export const mostCommittees = 200;

/** Rows of each list where all are shown together. */
export const rowsTogether = 10;

/** An item as a row of a list. */
export interface ItemLine {
  readonly id: string;
  readonly title: string;
  /** Display name of the submitter or presenter; `null` if there is none. */
  readonly by: string | null;
  /** Moment or day, as stored. */
  readonly at: string;
  readonly status: string | null;
  /** Its properties without long texts. */
  readonly properties: Texts;
  readonly committee: { readonly id: string; readonly label: string };
  /** The rights of the reader in the committee; `null` where they are the same for all rows. */
  readonly standing: StandingRow | null;
  /** Its successor: the proposal of a suggestion, the agenda point of a proposal. */
  readonly became: string | null;
}

/** One list. */
export interface ItemList {
  readonly tab: Tab;
  readonly total: number;
  /** How many have not reached the end of their workflow. */
  readonly open: number;
  readonly definition: Definition;
  readonly rows: readonly ItemLine[];
}

/** The lists that a page shows, and how many items each of the reader's lists has. */
export interface Overview {
  readonly counts: Readonly<Partial<Record<Tab, number>>>;
  readonly lists: readonly ItemList[];
  /** Most items that are counted. */
  readonly most: number;
  /** Whether there are committees beyond the first by name. */
  readonly isCut: boolean;
  /** Proposals of a committee that wait for its agenda; `null` if the reader may not see them. */
  readonly queued: number | null;
}
