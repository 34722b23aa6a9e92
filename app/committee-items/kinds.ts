import { type BodyRequirement, inBody } from '../authority/index.ts';
import type { RelationTypeName } from '../ontology/declared.ts';

/** A kind of item that is found below its committee. */
interface ItemKindFacts {
  /** From the item to its committee. */
  readonly relation: RelationTypeName;
  /** The requirement for readers of the item in its committee. */
  readonly reads: BodyRequirement;
  /** Between the committee and the item in an address. */
  readonly segment: string;
}

/** The items of a committee that its members talk about, by entity type. */
export const itemKinds = {
  suggestion: {
    relation: 'suggested_to',
    reads: inBody('suggestion.view'),
    segment: 'suggestions',
  },
  proposal: { relation: 'submitted_to', reads: inBody('proposal.view'), segment: 'proposals' },
  agenda_point: {
    relation: 'belongs_to_tor',
    reads: inBody('agenda.view'),
    segment: 'workflow/agenda',
  },
} as const satisfies Readonly<Record<string, ItemKindFacts>>;

export type ItemKind = keyof typeof itemKinds;

/** An item of a committee, as its address names it. */
export interface ItemPath {
  readonly kind: ItemKind;
  /** Id of the committee. */
  readonly tor: string;
  /** Id of the item. */
  readonly item: string;
}

/** The address of an item's page. */
export const addressOfItem = ({ kind, tor, item }: ItemPath): `/${string}` =>
  `/tor/${tor}/${itemKinds[kind].segment}/${item}`;
