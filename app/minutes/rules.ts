import {
  type BodyRequirement,
  capable,
  inBody,
  isMetBy,
  type Standing,
} from '../authority/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import type { ApprovedRecord, MinutesMeeting, SigningCapacity, Status } from './minutes.ts';

/** Alternatives; one of them is enough. */
export type AnyOf = readonly BodyRequirement[];

const records = [capable('can_record_decisions')] as const satisfies AnyOf;

/** Who may do what with the minutes of a committee (spec minutes#access). */
export const needs = {
  generate: [inBody('minutes.generate'), ...records],
  view: [inBody('minutes.view'), inBody('minutes.edit'), inBody('minutes.approve'), ...records],
  export: [inBody('minutes.view'), ...records],
  edit: [inBody('minutes.edit')],
  approve: [inBody('minutes.approve')],
  record: records,
} as const satisfies Readonly<Record<string, AnyOf>>;

export const meetsAny = (
  alternatives: AnyOf,
  held: ReadonlySet<PermissionCode>,
  standing: Standing,
): boolean => alternatives.some((requirement) => isMetBy(requirement, held, standing));

/** Whether a reader may open the minutes of a committee (spec minutes#access). */
export const mayOpenMinutes = (held: ReadonlySet<PermissionCode>, standing: Standing): boolean =>
  meetsAny(needs.view, held, standing);

interface StatusMove {
  readonly from: Status;
  readonly to: Status;
  readonly needs: AnyOf;
}

/** The statuses that minutes go through (spec minutes#status). */
const moves: readonly StatusMove[] = [
  { from: 'draft', to: 'pending_approval', needs: needs.edit },
  { from: 'pending_approval', to: 'approved', needs: needs.approve },
  { from: 'pending_approval', to: 'draft', needs: needs.approve },
];

/** Who may ask for a status, from wherever; `undefined` for a word that is no status. */
export const neededFor = (to: string): AnyOf | undefined =>
  moves.find((move) => move.to === to)?.needs;

/** The moves out of a status, each with who may make it. */
export const movesOf = (from: string): readonly StatusMove[] =>
  moves.filter((move) => move.from === from);

export const isMove = (from: string, to: string): to is Status =>
  moves.some((move) => move.from === from && move.to === to);

interface SignatureFacts {
  readonly meeting: Pick<MinutesMeeting, 'chairId' | 'secretaryId'>;
  readonly record: Pick<ApprovedRecord, 'signatures'> | null;
  readonly signerIds: readonly string[];
}

/**
 * The capacity in which a user may sign approved minutes: the chair or secretary of the meeting, or
 * a member with the capability of one if the meeting names none. Nobody signs twice, and nobody
 * signs for another user (spec minutes#signatures).
 */
export function signsAs(
  { id, capabilities }: Standing & { readonly id: string },
  { meeting, record, signerIds }: SignatureFacts,
): SigningCapacity | undefined {
  if (record === null || signerIds.includes(id)) return undefined;
  const isOpen = (capacity: SigningCapacity) =>
    !record.signatures.some((signature) => signature.capacity === capacity);
  const { chairId, secretaryId } = meeting;
  const isChair = chairId === null ? capabilities.has('can_call_meetings') : chairId === id;
  if (isChair && isOpen('chair')) return 'chair';
  const isSecretary =
    secretaryId === null ? capabilities.has('can_record_decisions') : secretaryId === id;
  return isSecretary && isOpen('secretary') ? 'secretary' : undefined;
}
