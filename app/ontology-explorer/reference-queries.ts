import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { listedIn } from '../ontology/relations.ts';
import { neverShown } from './graph-queries.ts';

export interface Sample {
  readonly id: string;
  readonly label: string;
  readonly name: string;
}

export interface RelationType {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  /** Types that it may join; `null` for any. */
  readonly sources: readonly string[] | null;
  readonly targets: readonly string[] | null;
  /** End whose deletion also deletes the other. */
  readonly owner: 'source' | 'target' | null;
}

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly standard: string | null;
  /** Part of the primary key or a foreign key. */
  readonly isKey: boolean;
  readonly refersTo: string | null;
}

export interface StoredTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
}

export interface Reference {
  /** The first entities of each type. */
  readonly samples: Readonly<Record<string, readonly Sample[]>>;
  readonly relationTypes: readonly RelationType[];
  readonly tables: readonly StoredTable[];
}

const samplesOfType = 5;

/**
 * Reads the schema from the store and the database catalog (spec ontology-explorer#reference), in
 * one statement.
 */
export async function readReference(
  db: Db,
  types: readonly string[],
  hidden: readonly string[],
): Promise<Reference> {
  const excluded = [...neverShown, ...hidden];
  const { rows } = await sql<Reference>`
    select
      (select coalesce(json_object_agg(t.type, t.samples), '{}') from (
        select w.type, json_agg(json_build_object('id', s.id::text, 'label', s.label, 'name', s.name) order by s.sort_order, s.id) as samples
        from unnest(${[...types]}::text[]) w(type) cross join lateral (
          select id, label, name, sort_order from entities where entity_type = w.type and entity_type <> all(${excluded}::text[]) order by sort_order, id limit ${samplesOfType}) s
        group by w.type) t) as samples,
      (select coalesce(json_agg(json_build_object('id', r.id::text, 'name', r.name, 'label', r.label, 'sources', r.sources, 'targets', r.targets, 'owner', nullif(r.owner, '')) order by r.label), '[]') from (
        select t.id, t.name, t.label, ${listedIn('t', 'source_types')} as sources, ${listedIn('t', 'target_types')} as targets,
          t.properties ->> 'owner' as owner
        from entities t where t.entity_type = 'relation_type') r) as "relationTypes",
      (select coalesce(json_agg(json_build_object('name', c.relname, 'columns', c.columns) order by c.relname), '[]') from (${catalogue}) c) as tables`.execute(
    db,
  );
  const [reference] = rows;
  if (reference === undefined) throw new TypeError('A query without conditions has one row.');
  return reference;
}

const catalogue = sql`
  select t.relname, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'required', a.attnotnull,
    'standard', pg_get_expr(d.adbin, d.adrelid), 'isKey', exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p' and a.attnum = any(k.conkey)),
    'refersTo', (select k.confrelid::regclass::text from pg_constraint k where k.conrelid = t.oid and k.contype = 'f' and a.attnum = any(k.conkey) limit 1)) order by a.attnum) as columns
  from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
  where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace group by t.oid, t.relname`;
