import { type RawBuilder, sql } from 'kysely';
import { committeesOf, type Day } from '../authority/index.ts';
import { headline } from '../markdown/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { relatedBy, relationTypeId } from '../ontology/permissions.ts';

/** Kinds of items of committees that the search finds, with the permissions to open them. */
const readers = {
  suggestion: ['suggestion.view'],
  proposal: ['proposal.view'],
  agenda_point: ['agenda.view'],
  coa: ['agenda.view'],
  coa_section: ['agenda.view'],
  decision: ['agenda.view'],
  meeting: ['meetings.view'],
  minutes_section: ['minutes.view', 'minutes.edit', 'minutes.approve'],
} as const satisfies Readonly<Record<string, readonly PermissionCode[]>>;

type ItemType = keyof typeof readers;

/** An item of a committee that was found. */
export interface FoundItem {
  readonly id: string;
  readonly type: ItemType;
  readonly label: string;
  /** Where the words stand, with marks around them. */
  readonly excerpt: string;
  readonly committee: { readonly id: string; readonly label: string };
  /** The page that shows it, for items without one: an agenda point, minutes. */
  readonly parent: string | null;
}

/** Who searches, and the day whose terms of office count. */
interface Searcher {
  readonly id: string | null;
  readonly permissions: ReadonlySet<PermissionCode>;
  readonly day: Day;
}

/** The types that a user may find. */
export const typesFor = (permissions: ReadonlySet<PermissionCode>): readonly ItemType[] =>
  (Object.keys(readers) as ItemType[]).filter((type) =>
    readers[type].some((code) => permissions.has(code)),
  );

/** The newest items of each type, which are searched first. */
const newest = 50;

/** The items that are ranked; words with more matches are too common to find anything. */
const mostRanked = 300;

/**
 * `select …`: items of committees that contain all words, or begin with the last one, as
 * `FoundItem`, best first (spec search#items). Types and committees that the user may not open are
 * part of the query of the index, so their items are not read. Of common words, which the newest
 * items contain often enough, only those are ranked.
 */
export function itemsWith(words: string, searcher: Searcher, most: number): RawBuilder<FoundItem> {
  const types = typesFor(searcher.permissions);
  if (types.length === 0 || lexemesOf(words) === '') return nothing;
  const query = sql`(select to_tsquery(document_language()::regconfig, ${lexemesOf(words)}))`;
  // A range, so that only the index by type has the order of the newest: the table in its own order
  // may have another type for long. A sum, so that no plan reads the table for the first matches.
  return sql<FoundItem>`
    select best.id::text as id, best.type, best.label,
      ts_headline(document_language()::regconfig, coalesce(search_text(best.type, best.properties), ''), ${query}, ${headline}) as excerpt,
      jsonb_build_object('id', tor.id::text, 'label', tor.label) as committee, (${parentOf})::text as parent
    from (
      with recent as materialized (
        select d.* from unnest(${marksOf(types)}) type(mark) cross join lateral (
          select * from search_documents n where n.marks[1] between type.mark and type.mark
          order by n.marks[1] desc, n.entity_id desc limit ${sql.lit(newest)}) d
        where d.words @@ ${query} and ${isOpen(searcher)}),
      found as (
        select * from recent where (select count(*) from recent) >= ${most}::integer
        union all (
          select d.* from search_documents d
          where (select count(*) from recent) < ${most}::integer
            and d.words @@ ${query} and d.marks && ${marksOf(types)} and ${isOpen(searcher)}
          order by d.entity_id + 0 desc limit ${sql.lit(mostRanked)}))
      select e.id, e.entity_type as type, e.label, e.properties, ranked.marks, ranked.rank
      from (
        select found.entity_id, found.marks, ts_rank(found.words, ${query}) as rank from found
        order by rank desc, entity_id desc limit ${most}) ranked
      join entities e on e.id = ranked.entity_id) best
    join entities tor on tor.id = (
      select min(substr(mark, 5)::bigint) from unnest(best.marks) mark where mark ~ '^tor:[0-9]+$')
    order by best.rank desc, best.id desc`;
}

const nothing = sql<FoundItem>`select null where false`;

/** The words as a query: all of them, the last one as a beginning. Empty without a letter or digit. */
export function lexemesOf(words: string): string {
  const found = words.match(/[\p{L}\p{N}]+/gu) ?? [];
  return found
    .slice(0, 8)
    .map((word, at, all) => `'${word}'${at === all.length - 1 ? ':*' : ''}`)
    .join(' & ');
}

/** The marks of the types. */
const marksOf = (types: readonly ItemType[]): RawBuilder<unknown> =>
  sql`${types.map((type) => `type:${type}`)}::text[]`;

/** Whether the item belongs to a committee in which the user holds a position. */
function isOpen({ id, permissions, day }: Searcher): RawBuilder<boolean> {
  if (permissions.has('tor.edit')) return sql<boolean>`not d.marks && array['tor:none']`;
  return sql<boolean>`d.marks && array(
    select 'tor:' || own.id from (${committeesOf(sql`${id}::bigint`, day)}) own)`;
}

/** `select id`: the page that shows the item `best`, if it has none of its own. */
const parentOf = sql`
  select case best.type
    when 'coa' then (select source_id from relations where target_id = best.id
      and relation_type_id = ${relationTypeId('considers_coa')} limit 1)
    when 'coa_section' then (
      select point.source_id from relations section
        left join relations above on above.target_id = section.source_id and ${relatedBy('above', 'has_section')}
        join relations point on point.target_id = coalesce(above.source_id, section.source_id)
          and ${relatedBy('point', 'considers_coa')}
      where section.target_id = best.id
        and section.relation_type_id in (${relationTypeId('has_section')}, ${relationTypeId('has_subsection')}) limit 1)
    when 'minutes_section' then (select target_id from relations where source_id = best.id
      and relation_type_id = ${relationTypeId('section_of')} limit 1)
  end`;
