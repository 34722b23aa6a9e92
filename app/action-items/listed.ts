import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import {
  changeEntity,
  insertEntity,
  lockEntity,
  removeEntities,
  uniqueName,
} from '../ontology/entities.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { relate, setTargets } from '../ontology/relations.ts';
import type { ActionRow } from './action-item.ts';

interface ListedItems {
  readonly minutes: string;
  readonly committee: string;
  readonly rows: readonly ActionRow[];
  readonly now: Date;
}

/**
 * Makes the action items of minutes those of a list in the predecessor's form: rows are matched by
 * their description; items that the list leaves out are deleted (spec action-items#lists). Runs in
 * the transaction of a command.
 */
export async function writeListedItems(
  tx: Tx,
  { minutes, committee, rows, now }: ListedItems,
): Promise<void> {
  const known = await itemsOf(tx, minutes);
  const left = new Map(known.map(({ description, id }) => [description, id]));
  for (const row of rows) {
    const found = left.get(row.description);
    left.delete(row.description);
    const id = found ?? (await insertRow(tx, row, { minutes, committee }));
    if (found !== undefined) await changeRow(tx, found, row, now);
    const owner = await ownerNamed(tx, row.responsible, committee);
    await setTargets(tx, 'assigned_to', id, owner === undefined ? [] : [owner]);
  }
  if (left.size > 0) await removeEntities(tx, [...left.values()]);
}

async function itemsOf(tx: Tx, minutes: string) {
  const { rows } = await sql<{ id: string; description: string }>`
    select i.id, coalesce(i.properties ->> 'description', i.label) as description
    from relations r join entities i on i.id = r.source_id and i.entity_type = 'action_item'
    where r.target_id = ${minutes} and ${relatedBy('r', 'action_item_of')} order by i.id`.execute(
    tx,
  );
  return rows;
}

async function insertRow(
  tx: Tx,
  { description, responsible, due_date: due, status }: ActionRow,
  { minutes, committee }: Pick<ListedItems, 'minutes' | 'committee'>,
): Promise<string> {
  const label = [...description].slice(0, 100).join('');
  const { id } = await insertEntity<'action_item'>(tx, {
    ...{ type: 'action_item', name: uniqueName(label), label },
    properties: { description, responsible, status, due_date: due === '' ? null : due },
  });
  await relate(tx, [
    { type: 'action_item_of', source: id, target: minutes },
    { type: 'belongs_to_tor', source: id, target: committee },
  ]);
  return id;
}

async function changeRow(tx: Tx, id: string, row: ActionRow, now: Date): Promise<void> {
  const before = await lockEntity(tx, 'action_item', id);
  const { responsible, due_date: due, status } = row;
  const isSame = before.properties['status'] === status;
  await changeEntity<'action_item'>(tx, before, {
    properties: {
      ...{ responsible, status, due_date: due === '' ? null : due },
      ...(isSame ? {} : { done_date: status === 'done' ? now : null }),
    },
  });
}

/** The only user, or position of the committee, with a name; `undefined` if there are several. */
async function ownerNamed(tx: Tx, name: string, committee: string): Promise<string | undefined> {
  if (name === '') return undefined;
  const { rows } = await sql<{ id: string }>`
    select o.id from entities o
    where o.entity_type = 'user' and lower(${name}) in (lower(o.label), lower(o.name))
      or o.entity_type = 'tor_function' and lower(o.label) = lower(${name}) and exists (
        select from relations b where b.source_id = o.id and b.target_id = ${committee}
          and ${relatedBy('b', 'belongs_to_tor')})
    order by o.id limit 2`.execute(tx);
  const [only, another] = rows;
  return another === undefined ? only?.id : undefined;
}
