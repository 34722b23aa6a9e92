import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { EntityType } from '../ontology/schema.ts';
import { parseTable, type TableState } from '../ui/table-state.ts';
import { type Asker, listAddress, type SavedList, type ViewedPage } from './saved-list.ts';
import type { Selection } from './schema.ts';

/**
 * What a reader keeps of a list, as columns of a statement: `columns`, their own order or the
 * default for everyone, and `views` as text.
 */
export const keptOf = (
  { keys, setting }: SavedList,
  readerId: string,
): RawBuilder<{ columns: string | null; views: string | null }> => sql`
  coalesce(
    (select properties ->> ${keys.columns} from entities where id = ${readerId}),
    (select s.properties ->> 'value' from entities s
      where s.entity_type = 'setting' and s.name = ${setting.name})) as columns,
  ${keptViews({ keys }, readerId)} as views`;

/** The views that a reader keeps of a page, as text; a column. */
export const keptViews = (
  { keys }: Pick<ViewedPage, 'keys'>,
  readerId: string,
): RawBuilder<string | null> =>
  sql`(select properties ->> ${keys.views} from entities where id = ${readerId})`;

const isOfType = (type: EntityType) => sql`e.entity_type = ${sql.lit(type)}`;

/** Returns the exact number of rows that a list's address describes. */
export async function countMatching(
  db: Db | Tx,
  { type, matching }: SavedList,
  state: TableState,
  asker: Asker,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from entities e
    where ${isOfType(type)} and ${matching(state, asker)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * Returns labels by id of the rows of a selection that exist, at most `most` plus one of them. Ids of
 * other entities are omitted.
 */
export async function listSelected(
  db: Db,
  list: SavedList,
  { scope, ids, query, timeZone }: Selection,
  asker: Asker,
  most: number,
): Promise<ReadonlyMap<string, string>> {
  const url = new URL(listAddress(list, query), 'http://app.invalid');
  const state = { ...parseTable(list.table, url.searchParams), timeZone };
  const wanted =
    scope === 'all' ? list.matching(state, asker) : sql`e.id = any(${[...ids]}::bigint[])`;
  const { rows } = await sql<{ id: string; label: string }>`
    select e.id, e.label from entities e where ${isOfType(list.type)} and ${wanted}
    order by e.id limit ${most + 1}`.execute(db);
  return new Map(rows.map(({ id, label }) => [id, label]));
}
