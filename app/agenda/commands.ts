import { inBody, inItsBody } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import {
  changeEntity,
  insertEntity,
  lockEntity,
  removeEntities,
  uniqueName,
} from '../ontology/entities.ts';
import { refuse, saved } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { initialStatus, lockItemOf, transition } from '../workflow/index.ts';
import type { PointPath } from './point.ts';
import { isOpen } from './rules.ts';
import type { PointInput } from './schema.ts';
import { texts } from './texts.ts';

/** An agenda point that a command wrote. */
export interface Written {
  readonly id: string;
  readonly title: string;
}

interface NewPoint extends PointInput {
  /** Id of the committee. */
  readonly tor: string;
  /** Id of the user who adds it; `null` for programs. */
  readonly createdBy: string | null;
  readonly now: Date;
}

/**
 * Stores an agenda point of a committee, in the transaction of a command, in the initial status.
 * Several points may have the same title and date (spec agenda#fields).
 */
export async function insertAgendaPoint(
  tx: Tx,
  { tor, createdBy, now, ...fields }: NewPoint,
): Promise<EntitySnapshot> {
  const { title } = fields;
  const point = await insertEntity<'agenda_point'>(tx, {
    type: 'agenda_point',
    name: uniqueName(title),
    label: labelOf(title),
    properties: {
      ...fields,
      ...{ created_by: createdBy, created_date: now },
      status: await initialStatus(tx, 'agenda_point'),
    },
  });
  await relate(tx, [{ type: 'belongs_to_tor', source: point.id, target: tor }]);
  return point;
}

/** The first characters of a title, for lists of entities. */
const labelOf = (title: string): string => [...title].slice(0, 200).join('');

/** Creates an agenda point (spec agenda#fields). */
export const createPoint = command<PointInput & { readonly tor: string }, Written>(
  'agenda_point.created',
  { may: inItsBody(inBody('agenda.create'), ({ tor }) => tor) },
  async (tx, { actor, input, now }) => {
    await lockEntity(tx, 'tor', input.tor);
    const point = await insertAgendaPoint(tx, { ...input, createdBy: actor.id, now });
    return saved({ target: point, after: point, value: { id: point.id, title: input.title } });
  },
);

type Change = PointInput & PointPath & { readonly version?: string | undefined };

/** Changes an agenda point until it is decided (spec agenda#frozen). */
export const updatePoint = command<Change, Written>(
  'agenda_point.updated',
  { may: inItsBody(inBody('agenda.manage'), ({ tor }) => tor) },
  async (tx, { input }) => {
    const { tor: _, id, version: __, ...fields } = input;
    const before = await lockItemOf(tx, 'agenda_point', input);
    if (!isOpen(before.properties['status']))
      throw refuse({ message: texts.problem.decidedPoint, code: 'decided' }, 409);
    const after = await changeEntity<'agenda_point'>(tx, before, {
      label: labelOf(fields.title),
      properties: fields,
    });
    return saved({ target: after, before, after, value: { id, title: fields.title } });
  },
);

/** Moves an agenda point to another status, except to a decision (spec agenda#statuses). */
export const movePoint = transition('agenda_point.transition', {
  scope: 'agenda_point',
  may: inBody('agenda.manage'),
  outcomeField: 'outcome_summary',
  effect: async (_tx, { after }) => {
    if (after.properties['status'] === 'voted')
      throw refuse({ message: texts.problem.byDecision, code: 'invalid_transition' }, 403);
    return [];
  },
});

/**
 * Deletes an agenda point with its courses of action and opinions (spec agenda#deletion). Refused
 * with 403 once it is decided. Returns its title.
 */
export const deletePoint = command<PointPath & { readonly version?: string | undefined }, string>(
  'agenda_point.deleted',
  { may: inItsBody(inBody('agenda.manage'), ({ tor }) => tor) },
  async (tx, { input }) => {
    const before = await lockItemOf(tx, 'agenda_point', input);
    if (!isOpen(before.properties['status']))
      throw refuse({ message: texts.problem.decidedDelete, code: 'decided' }, 403);
    const removed = await removeEntities(tx, [before.id]);
    return saved({
      target: before,
      before,
      details: { removed: removed.length - 1 },
      value: before.label,
    });
  },
);
