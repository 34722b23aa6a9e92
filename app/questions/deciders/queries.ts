import { sql } from 'kysely';
import { dayAt } from '../../authority/index.ts';
import { escaped } from '../../ontology/list/index.ts';
import { isActiveCommittee, mayAskGraph, type Stores } from '../../relation-reads/index.ts';
import type { Named } from '../named.ts';
import type { Asker } from '../question.ts';

/** The committees of a matrix. */
export interface Rows {
  readonly isCurrent: boolean;
  readonly today: string;
  readonly committees: readonly Named[];
  readonly total: number;
}

/** The most committees of a matrix. */
const mostCommittees = sql.lit(100);

/** Reads committees by label, at most a hundred, in one statement. */
export async function readRows(stores: Stores, { now }: Asker, words: string): Promise<Rows> {
  const { rows } = await sql<Rows>`
    with matching as materialized (
      select t.id, t.label from entities t
      where ${isActiveCommittee('t')} and lower(t.label) like ${`%${escaped(words)}%`})
    select ${mayAskGraph(stores)} as "isCurrent", ${dayAt(now)} as today,
      (select count(*)::integer from matching) as total,
      (select coalesce(json_agg(json_build_object('id', shown.id::text, 'label', shown.label) order by lower(shown.label), shown.id), '[]')
        from (select * from matching order by lower(label), id limit ${mostCommittees}) shown) as committees`.execute(
    stores.db,
  );
  return rows[0] ?? { isCurrent: false, today: '', committees: [], total: 0 };
}
