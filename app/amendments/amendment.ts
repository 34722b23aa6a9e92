import { type BodyRequirement, inBody } from '../authority/index.ts';

/** Items with amendments: where they are, who reads them, and who decides on amendments. */
export const targets = {
  proposal: {
    segment: 'proposals',
    reads: inBody('proposal.view'),
    decides: inBody('proposal.edit'),
    fields: { description: 5000, rationale: 2000 },
  },
  coa: {
    segment: 'coa',
    reads: inBody('agenda.view'),
    decides: inBody('coa.edit'),
    fields: { description: 5000 },
  },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly segment: string;
      readonly reads: BodyRequirement;
      readonly decides: BodyRequirement;
      /** Fields with their maximum lengths, in characters. */
      readonly fields: Readonly<Record<string, number>>;
    }
  >
>;

export type TargetKind = keyof typeof targets;
export type Field = 'description' | 'rationale';

/** The fields of a kind that can be amended. */
export const fieldsOf = (kind: TargetKind): readonly Field[] =>
  Object.keys(targets[kind].fields) as Field[];

/** Maximum length of a field, in characters. */
export const mostIn = (kind: TargetKind, field: Field): number =>
  (targets[kind].fields as Readonly<Partial<Record<Field, number>>>)[field] ?? 0;

/** An item whose text is amended, as its address names it. */
export interface TargetPath {
  readonly kind: TargetKind;
  readonly tor: string;
  readonly item: string;
}

/** The address below which the amendments of an item are. */
export const amendmentsOf = ({ kind, tor, item }: TargetPath): `/${string}` =>
  `/tor/${tor}/${targets[kind].segment}/${item}/amendments`;

export interface Decided {
  readonly part: number;
  readonly verdict: 'accepted' | 'refused';
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** An amendment without its texts. */
export interface AmendmentLine {
  readonly id: string;
  readonly field: Field;
  readonly parts: number;
  readonly decided: readonly Decided[];
  readonly authorId: string | null;
  /** Display name; `null` if the user was deleted. */
  readonly author: string | null;
  readonly createdAt: string;
  readonly withdrawnAt: string | null;
}

export interface Amendment extends AmendmentLine {
  readonly base: string;
  readonly proposed: string;
  readonly reason: string;
}

/** An item with the texts that can be amended, and its amendments. */
export interface Amended {
  readonly id: string;
  readonly label: string;
  /** Address of its page. */
  readonly page: string;
  readonly version: string;
  readonly description: string;
  readonly rationale: string;
  /** Whether its text may still change. */
  readonly isOpen: boolean;
  /** Newest first. */
  readonly amendments: readonly AmendmentLine[];
  readonly total: number;
}

/** How far an amendment is. */
export const stateOf = ({
  parts,
  decided,
  withdrawnAt,
}: Pick<AmendmentLine, 'parts' | 'decided' | 'withdrawnAt'>): 'open' | 'decided' | 'withdrawn' =>
  withdrawnAt !== null ? 'withdrawn' : decided.length < parts ? 'open' : 'decided';
