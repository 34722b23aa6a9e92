import { type RawBuilder, sql } from 'kysely';
import { type BodyRequirement, dayAt, holdsIn } from '../../authority/index.ts';
import { itemKinds } from '../../committee-items/index.ts';
import type { Db } from '../../db/database.ts';
import type { SignedIn } from '../../http/visit.ts';
import type { RelationTypeName } from '../../ontology/declared.ts';
import { relationTypeId } from '../../ontology/permissions.ts';
import type { EntityType } from '../../ontology/schema.ts';
import { storedId } from '../../ontology/stored-id.ts';
import type { ListQuery } from '../list.ts';

/** A property of the entity `e`. */
export const text = (key: string, standard = '') =>
  sql`coalesce(e.properties ->> ${sql.lit(key)}, ${sql.lit(standard)})`;

/** The title of the entity `e`; its label if it has none. */
export const title = sql`coalesce(nullif(${text('title')}, ''), e.label)`;

/** Filters of a list of items. */
interface ItemFilter {
  readonly status?: string | undefined;
  readonly tor_id?: string | undefined;
}

interface OwnedList {
  readonly type: EntityType;
  /** From the item to its committee. */
  readonly relation: RelationTypeName;
  /** The requirement for readers in the committee. */
  readonly reads: BodyRequirement;
  /** The status of items that have none stored. */
  readonly initial: string;
  readonly filter: ItemFilter;
  /** Columns after `id`, `tor_id`, `tor_name` and `status`. */
  readonly columns: RawBuilder<unknown>;
  readonly joins?: RawBuilder<unknown>;
  readonly further?: readonly RawBuilder<unknown>[];
  /** Further items that a caller may see beside those of their committees. */
  readonly also?: RawBuilder<unknown>;
}

/**
 * The items of a type that a caller may see: those of their committees, or of all with
 * `workflow.manage` or `tor.edit` (spec api#items).
 */
export function ownedList(list: OwnedList, { id, permissions }: SignedIn, now: Date): ListQuery {
  const { status, tor_id } = list.filter;
  const stored = text('status', list.initial);
  const isSeen = permissions.has('workflow.manage')
    ? sql`true`
    : holdsIn(list.reads, { id, permissions }, sql`tor.id`, dayAt(now));
  const conditions = [
    sql`e.entity_type = ${list.type} and (${isSeen} or ${list.also ?? sql`false`})`,
    ...(status === undefined ? [] : [sql`${stored} = ${status}`]),
    ...(tor_id === undefined ? [] : [sql`tor.id = ${tor_id}`]),
    ...(list.further ?? []),
  ];
  return {
    select: sql`e.id::float8 as id, tor.id::float8 as tor_id, tor.label as tor_name,
      ${stored} as status, ${list.columns}`,
    from: sql`entities e ${list.joins ?? sql``}
      left join lateral (select t.id, t.label from relations r join entities t on t.id = r.target_id
        where r.source_id = e.id and r.relation_type_id = ${relationTypeId(list.relation)}
          and t.entity_type = 'tor'
        order by r.id limit 1) tor on true`,
    where: sql.join(conditions, sql` and `),
    order: [sql`e.id`],
  };
}

/** The first item of a list; `undefined` if it is empty. */
export async function firstOf<Row>(
  db: Db,
  { select, from, where, order }: ListQuery,
): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select ${select} from ${from} where ${where} order by ${sql.join([...order])} limit 1`.execute(
    db,
  );
  return rows[0];
}

const initial = { suggestion: 'open', proposal: 'draft' } as const;
const description = sql`coalesce(nullif(${text('description')}, ''), e.label) as description`;

/** The suggestions or proposals that a caller may see. */
export const submissionList = (
  kind: keyof typeof initial,
  filter: ItemFilter,
  actor: SignedIn,
  now: Date,
): ListQuery => {
  const { relation, reads } = itemKinds[kind];
  const list = {
    ...{ type: kind, relation, reads, initial: initial[kind], filter },
    columns: sql`${kind === 'proposal' ? sql`${title} as title` : description},
      author.id::float8 as submitted_by_id, author.label as submitted_by_name,
      ${text('submitted_date')} as submitted_date,
      nullif(${text('rejection_reason')}, '') as rejection_reason`,
    joins: sql`left join entities author on author.entity_type = 'user'
      and author.id = ${storedId(text('submitted_by_id'))}`,
  };
  return ownedList(list, actor, now);
};
