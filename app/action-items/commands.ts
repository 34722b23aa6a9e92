import { capable, dayAt, inItsBody, meets } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { command, type Rule } from '../ontology/command.ts';
import {
  changeEntity,
  insertEntity,
  lockEntity,
  removeEntities,
  uniqueName,
} from '../ontology/entities.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import { relate, setTargets } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { ActionState } from './action-item.ts';
import { findStanding, isOwnerIn } from './queries.ts';
import type { ActionInput } from './schema.ts';
import { texts } from './texts.ts';

const records = capable('can_record_decisions');

type NewAction = ActionInput & { readonly tor: string };

/** Labels are short; the description has the whole text. */
const labelOf = (description: string): string => [...description].slice(0, 100).join('');

/** An action item that a command wrote. */
export interface Written {
  readonly id: string;
  readonly label: string;
}

/**
 * Creates an action item of a committee, assigned to one of its members or positions (spec
 * action-items#fields).
 */
export const createAction = command<NewAction, Written>(
  'action_item.created',
  { may: inItsBody(records, ({ tor }) => tor) },
  async (tx, { input, now }) => {
    const { tor, description, due_date: due, owner } = input;
    await lockEntity(tx, 'tor', tor);
    await requireOwner(tx, { owner, tor, now });
    const label = labelOf(description);
    const item = await insertEntity<'action_item'>(tx, {
      ...{ type: 'action_item', name: uniqueName(label), label },
      properties: { description, status: 'open', due_date: due ?? null },
    });
    await relate(tx, [
      { type: 'belongs_to_tor', source: item.id, target: tor },
      ...(owner === undefined ? [] : [{ type: 'assigned_to', source: item.id, target: owner }]),
    ]);
    const value = { id: item.id, label };
    return saved({ target: item, after: { ...item.properties, owner }, value });
  },
);

interface OwnerChoice {
  readonly owner: string | undefined;
  readonly tor: string;
  readonly now: Date;
}

async function requireOwner(tx: Tx, { owner, tor, now }: OwnerChoice): Promise<void> {
  if (owner !== undefined && !(await isOwnerIn(tx, owner, tor, now)))
    throw refuse({ field: 'owner', message: texts.refused.owner });
}

type ActionChange = NewAction & {
  readonly id: string;
  readonly version?: string | undefined;
};

/** Locks an item of a committee; ends the command with 404 for any other. */
async function lockItem(
  tx: Tx,
  { id, tor, version }: Pick<ActionChange, 'id' | 'tor' | 'version'>,
  asker: { readonly user: string; readonly now: Date },
): Promise<EntitySnapshot> {
  const standing = await findStanding(tx, id, asker.user, asker.now);
  if (standing?.committee !== tor) throw refuseMissing();
  return lockEntity(tx, 'action_item', id, { version });
}

/** Changes an action item (spec action-items#fields). Returns its label. */
export const updateAction = command<ActionChange, string>(
  'action_item.updated',
  { may: inItsBody(records, ({ tor }) => tor) },
  async (tx, { actor, input, now }) => {
    const { tor, description, due_date: due, owner } = input;
    const before = await lockItem(tx, input, { user: actor.id ?? '0', now });
    await requireOwner(tx, { owner, tor, now });
    const after = await changeEntity<'action_item'>(tx, before, {
      label: labelOf(description),
      properties: { description, due_date: due ?? null },
    });
    const assigned = await setTargets(
      tx,
      'assigned_to',
      before.id,
      owner === undefined ? [] : [owner],
    );
    return saved({
      ...{ target: after, before: before.properties, value: after.label },
      after: { ...after.properties, ...(assigned.added.length === 0 ? {} : { owner }) },
    });
  },
);

interface StateChange {
  readonly id: string;
  readonly to: ActionState;
}

/** The owner, or a member who records decisions; 404 for an item that does not exist. */
const mayMove: Rule<StateChange> = async (tx, { actor, input, now }) => {
  const standing = await findStanding(tx, input.id, actor.id ?? '0', now);
  if (standing === undefined) throw refuseMissing();
  if (standing.isOwn) return true;
  return (await meets(tx, records, actor, standing.committee, dayAt(now))) || texts.refused.state;
};

/** Says how far an action item is (spec action-items#status). Returns its label. */
export const setActionState = command<StateChange, string>(
  'action_item.status_changed',
  { may: mayMove },
  async (tx, { input: { id, to }, now }) => {
    const before = await lockEntity(tx, 'action_item', id);
    const after = await changeEntity<'action_item'>(tx, before, {
      properties: { status: to, done_date: to === 'done' ? now : null },
    });
    return saved({ target: after, before, after, value: after.label });
  },
);

/**
 * Deletes an action item. Refused by the database if approved minutes list it (spec
 * minutes#approved). Returns its label.
 */
export const deleteAction = command<{ readonly id: string; readonly tor: string }, string>(
  'action_item.deleted',
  { may: inItsBody(records, ({ tor }) => tor) },
  async (tx, { actor, input, now }) => {
    const before = await lockItem(tx, input, { user: actor.id ?? '0', now });
    await removeEntities(tx, [before.id]);
    return saved({ target: before, before, value: before.label });
  },
);
