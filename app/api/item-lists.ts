import { sql } from 'kysely';
import { dayAt, holdsIn } from '../authority/index.ts';
import { itemKinds } from '../committee-items/index.ts';
import type { SignedIn } from '../http/visit.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import type { ListQuery } from './list.ts';

const text = (key: string, standard = '') =>
  sql`coalesce(e.properties ->> ${sql.lit(key)}, ${sql.lit(standard)})`;

/** What narrows a list of items. */
interface ItemFilter {
  readonly status?: string | undefined;
  readonly tor_id?: string | undefined;
}

const initial = { suggestion: 'open', proposal: 'draft' } as const;
const title = sql`coalesce(nullif(${text('title')}, ''), e.label) as title`;
const description = sql`coalesce(nullif(${text('description')}, ''), e.label) as description`;

/** The items of a kind that a caller may see: those of their committees, or of all (spec api#items). */
export function itemList(
  kind: keyof typeof initial,
  { status, tor_id }: ItemFilter,
  { id, permissions }: SignedIn,
  now: Date,
): ListQuery {
  const { relation, reads } = itemKinds[kind];
  const stored = text('status', initial[kind]);
  const seen = permissions.has('workflow.manage')
    ? sql`true`
    : holdsIn(reads, { id, permissions }, sql`tor.id`, dayAt(now));
  const conditions = [
    sql`e.entity_type = ${kind} and ${seen}`,
    ...(status === undefined ? [] : [sql`${stored} = ${status}`]),
    ...(tor_id === undefined ? [] : [sql`tor.id = ${tor_id}`]),
  ];
  return {
    select: sql`e.id::float8 as id, tor.id::float8 as tor_id, tor.label as tor_name,
      ${kind === 'proposal' ? title : description},
      author.id::float8 as submitted_by_id, author.label as submitted_by_name,
      ${text('submitted_date')} as submitted_date, ${stored} as status,
      nullif(${text('rejection_reason')}, '') as rejection_reason`,
    from: sql`entities e
      left join entities author on author.entity_type = 'user' and author.id::text = ${text('submitted_by_id')}
      left join lateral (select t.id, t.label from relations r join entities t on t.id = r.target_id
        where r.source_id = e.id and r.relation_type_id = ${relationTypeId(relation)}
        order by r.id limit 1) tor on true`,
    where: sql.join(conditions, sql` and `),
    order: [sql`e.id`],
  };
}
