import { type RawBuilder, sql } from 'kysely';
import { dayAt } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { relatedBy } from '../ontology/permissions.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { storedId } from '../ontology/stored-id.ts';
import { lockItemOf, workflowOf } from '../workflow/index.ts';
import type { Linked, SubmittedItem } from './item.ts';
import { type ItemPath, itemKinds } from './kinds.ts';

/**
 * Whether an item belongs to the committee of its address (spec workflow#transitions).
 * @param item SQL of the item's id, such as `e.id`
 */
export const belongsTo = (
  item: RawBuilder<unknown>,
  { kind, tor }: Pick<ItemPath, 'kind' | 'tor'>,
): RawBuilder<boolean> => sql<boolean>`exists (select from relations owns
  where owns.source_id = ${item} and owns.target_id = ${tor}
    and ${relatedBy('owns', itemKinds[kind].relation)})`;

/**
 * `from …`: an item of a committee as `e`, with the user who submitted it as `author`.
 */
export const itemWithAuthor = ({
  kind,
  tor,
  item,
}: ItemPath): RawBuilder<unknown> => sql`from entities e
  join relations owns on owns.source_id = e.id and owns.target_id = ${tor}
    and ${relatedBy('owns', itemKinds[kind].relation)}
  left join entities author on author.entity_type = 'user'
    and author.id = ${storedId(sql`e.properties ->> 'submitted_by_id'`)}
  where e.id = ${item} and e.entity_type = ${kind}`;

/** A submitted item as the database returns it. */
export type StoredItem = Omit<
  SubmittedItem,
  'description' | 'status' | 'rejectionReason' | 'submittedAt'
> & { readonly createdAt: Date };

/** The columns of a `StoredItem`, of an item from `itemWithAuthor`. */
export const itemColumns = (
  kind: 'suggestion' | 'proposal',
  tor: string,
  now: Date,
) => sql`e.id, e.label,
  e.version, e.properties, e.created_at as "createdAt", author.label as author, author.id as "authorId",
  ${workflowOf(kind, { id: sql`e.id`, committee: sql`${tor}::bigint` }, dayAt(now))} as workflow`;

/** The item with what its properties say, as `readProperties` reads them. */
export const readItem = <Row extends StoredItem>(
  row: Row,
  { description, submitted_date }: { description: string; submitted_date: Date | null },
) => ({
  ...row,
  description,
  status: row.properties['status'],
  rejectionReason: row.properties['rejection_reason'],
  submittedAt: submitted_date ?? row.createdAt,
});

/** The item at the other end of a relation of the item `e`, as `Linked`. */
export const linkedItem = (relation: string, type: string, end: 'source' | 'target') => {
  const [here, there] =
    end === 'target' ? [sql`r.source_id`, sql`r.target_id`] : [sql`r.target_id`, sql`r.source_id`];
  return sql<Linked | null>`(
    select json_build_object('id', o.id::text, 'label', o.label)
    from relations r join entities o on o.id = ${there} and o.entity_type = ${type}
    where ${here} = e.id and ${relatedBy('r', relation)} order by o.id limit 1)`;
};

/**
 * Whether the status of an item ends its workflow.
 * @param item alias of its row in `entities`
 */
export const isEnded = (item: string): RawBuilder<boolean> => sql<boolean>`exists (
  select from entities state
  where state.entity_type = 'workflow_status' and state.properties ->> 'is_terminal' = 'true'
    and state.properties ->> 'entity_type_scope' = ${sql.ref(`${item}.entity_type`)}
    and state.properties ->> 'status_code' = ${sql.ref(`${item}.properties`)} ->> 'status')`;

/** An item that a command has locked. */
export interface OpenItem extends EntitySnapshot {
  /** Whether its workflow has ended. */
  readonly isEnded: boolean;
}

/**
 * Locks an item of a committee. Ends the command with 404 if there is none of this kind in this
 * committee.
 */
export async function lockItem(tx: Tx, { kind, tor, item }: ItemPath): Promise<OpenItem> {
  const found = await lockItemOf(tx, kind, { tor, id: item });
  const { rows } = await sql<{ isEnded: boolean }>`
    select ${isEnded('e')} as "isEnded" from entities e where e.id = ${found.id}`.execute(tx);
  return { ...found, isEnded: rows[0]?.isEnded === true };
}
