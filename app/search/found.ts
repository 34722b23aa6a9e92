import type { FoundCommittee } from '../committees/index.ts';
import type { FoundDocument } from '../documents/index.ts';
import type { FoundPosition } from '../positions/index.ts';
import type { FoundItem } from './items.ts';

export interface FoundPerson {
  readonly id: string;
  readonly label: string;
  readonly name: string;
}

/** The results of the search in the database, by kind. */
export interface Found {
  readonly people: readonly FoundPerson[];
  readonly committees: readonly FoundCommittee[];
  readonly positions: readonly FoundPosition[];
  readonly documents: readonly FoundDocument[];
  readonly items: readonly FoundItem[];
}
