import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { relatedBy } from '../ontology/permissions.ts';
import type { Option } from './option.ts';

type Sql = RawBuilder<unknown>;

/** The title of an item, as SQL: the one in its properties, or its label. */
export const titleOf = (alias: string): Sql =>
  sql`coalesce(nullif(${sql.ref(`${alias}.properties`)} ->> 'title', ''), ${sql.ref(`${alias}.label`)})`;

const placeOf = (alias: string): Sql =>
  sql`case when ${sql.ref(`${alias}.properties`)} ->> 'order' ~ '^-?[0-9]{1,6}$'
    then (${sql.ref(`${alias}.properties`)} ->> 'order')::integer else 0 end`;

const sectionJson = (alias: string, parts: Sql): Sql => sql`json_build_object(
  'id', ${sql.ref(`${alias}.id`)}::text, 'title', ${titleOf(alias)},
  'content', coalesce(${sql.ref(`${alias}.properties`)} ->> 'content', ''), 'order', ${placeOf(alias)}, 'parts', ${parts})`;

const subsections = sql`(
  select coalesce(json_agg(${sectionJson('part', sql`'[]'::json`)} order by ${placeOf('part')}, part.id), '[]')
  from relations below join entities part on part.id = below.target_id and part.entity_type = 'coa_section'
  where below.source_id = section.id and ${relatedBy('below', 'has_subsection')})`;

const sections = sql`(
  select coalesce(json_agg(${sectionJson('section', subsections)} order by ${placeOf('section')}, section.id), '[]')
  from relations has join entities section on section.id = has.target_id and section.entity_type = 'coa_section'
  where has.source_id = coa.id and ${relatedBy('has', 'has_section')})`;

/** The courses of action of an agenda point with their sections, as JSON (spec agenda#options). */
export const optionsOf = (point: Sql): RawBuilder<readonly Option[]> => sql<readonly Option[]>`(
  select coalesce(json_agg(json_build_object('id', coa.id::text, 'version', coa.version::text,
      'title', ${titleOf('coa')}, 'description', coalesce(coa.properties ->> 'description', ''),
      'type', case when coa.properties ->> 'coa_type' = 'complex' then 'complex' else 'simple' end,
      'sections', ${sections}) order by coa.sort_order, coa.id), '[]')
  from relations considers join entities coa on coa.id = considers.target_id and coa.entity_type = 'coa'
  where considers.source_id = ${point} and ${relatedBy('considers', 'considers_coa')})`;

/** Returns the courses of action of an agenda point, in the transaction of a command. */
export async function readOptions(tx: Tx, point: string): Promise<readonly Option[]> {
  const { rows } = await sql<{ options: readonly Option[] }>`
    select ${optionsOf(sql`${point}::bigint`)} as options`.execute(tx);
  return rows[0]?.options ?? [];
}
