import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Crumb } from '../ui/menu.ts';
import type { Collection } from './collection.ts';

/** Where a page of a collection is: its addresses and the parents in its path. */
export interface Place {
  readonly collection: Collection;
  /** Address of the list. */
  readonly list: string;
  /** Where to go on after a change. */
  readonly home: string;
  /** Address of the list that the last parent belongs to. */
  readonly above: string | undefined;
  readonly parents: readonly EntitySnapshot[];
}

/** The entity that the items belong to. */
export const leadOf = ({ parents }: Place): string | undefined => parents.at(-1)?.label;

/** The way to a page of the collection, or to its list. */
export const crumbsOf = ({ collection, list, above }: Place, isList = false): readonly Crumb[] => [
  ...(collection.above && above ? [{ label: collection.above.label, to: above }] : []),
  ...(isList ? [] : [{ label: collection.texts.title, to: list }]),
];
