import { type RawBuilder, sql } from 'kysely';
import { committeesOf, dayAt, heldPositions } from '../authority/index.ts';
import { aheadOf } from '../calendar/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import { entityTypes } from '../declarations.ts';
import { dependenciesOf } from '../dependencies/index.ts';
import {
  and,
  type Columns,
  type Condition,
  choice,
  computed,
  escaped,
  everything,
  field,
  fromFilter,
  holdsWords,
  type ListIndex,
  listPage,
  type Page,
  property,
  rowsWithWords,
  searchedIn,
  searchIndex,
  within,
} from '../ontology/list/index.ts';
import { relatedBy, relationTypeId } from '../ontology/permissions.ts';
import { type EntitySnapshot, snapshotColumns } from '../ontology/snapshot.ts';
import {
  hasVacancy,
  memberCountOf,
  positionCountOf,
  positionsOf,
  seatCountsOf,
} from '../positions/index.ts';
import { protocolOf } from '../protocol/index.ts';
import { type Asker, keptOf, type SavedList, savedViewsFrom } from '../saved-lists/index.ts';
import type { TableState } from '../ui/table-state.ts';
import type {
  CommitteeLine,
  CopiedItem,
  Dependants,
  ListFrame,
  Overview,
  Source,
} from './committee.ts';
import { torTable } from './schema.ts';
import { texts } from './texts.ts';

/** Whether the committee `e` is neither archived nor deactivated. */
const isRunning: Condition = sql<boolean>`(
  e.is_active and coalesce(nullif(e.properties ->> 'status', ''), 'active') = 'active')`;
const isArchived: Condition = sql<boolean>`(not ${isRunning})`;

/** The searched texts of committees. */
const committeeSearch = searchedIn('tor', [
  field('label'),
  field('name'),
  property(entityTypes.tor, 'tor_number'),
  property(entityTypes.tor, 'description'),
]);

/** Indices of the list in addition to those of every list. */
export const committeeIndices: readonly ListIndex[] = [searchIndex('tor_search', committeeSearch)];

/** A committee that the palette shows. */
export interface FoundCommittee {
  readonly id: string;
  readonly label: string;
  /** Its number; empty without one. */
  readonly number: string;
}

/** Committees that are ranked; words with more matches are too common to find any. */
const mostRanked = 300;

/** `select …`: running committees that contain the words, as `FoundCommittee`, by label first. */
export function committeesWith(words: string, most: number): RawBuilder<FoundCommittee> {
  const text = escaped(words.trim());
  return sql<FoundCommittee>`
    select e.id::text as id, e.label, coalesce(e.properties ->> 'tor_number', '') as number
    from (${rowsWithWords(committeeSearch, words, mostRanked)}) e
    where ${isRunning}
    order by case when lower(e.label) like ${`${text}%`} then 0 when lower(e.label) like ${`%${text}%`} then 1 else 2 end,
      lower(e.label), e.id
    limit ${most}`;
}

const self = sql`e.id`;

const { tor } = entityTypes;
const columns = {
  label: within(committeeSearch, field('label')),
  name: within(committeeSearch, field('name')),
  number: within(committeeSearch, property(tor, 'tor_number')),
  status: choice({ active: isRunning, archived: isArchived }),
  cadence: property(tor, 'meeting_cadence'),
  day: property(tor, 'cadence_day'),
  organization: property(tor, 'organization'),
  classification: property(tor, 'classification'),
  updatedAt: field('updatedAt'),
};

/** Expressions for conditions and sorting, by their name in the address (spec committees#list). */
function filterable({ id, now }: Asker) {
  const day = dayAt(now);
  const { updatedAt: updated_at, ...own } = columns;
  const held = sql<boolean>`exists (select ${heldPositions(sql`${id}::bigint`, sql`e.id`, day)})`;
  const vacant = hasVacancy(self, day);
  const either = (yes: Condition) => choice({ yes, no: sql<boolean>`(not ${yes})` });
  return { ...own, updated_at, mine: either(held), vacant: either(vacant) } satisfies Columns;
}

/** The filter of a list's address. An invalid filter matches nothing (spec lists#filters). */
const filterOf = ({ filter, problem, timeZone }: TableState, asker: Asker): Condition =>
  problem === undefined ? fromFilter(filterable(asker), filter, timeZone) : sql<boolean>`false`;

const matching: SavedList['matching'] = (state, asker) =>
  and(
    filterOf(state, asker),
    state.search === '' ? everything : holdsWords(committeeSearch, state.search),
  );

/** The list as users keep columns and views of it. */
export const torList: SavedList = {
  type: 'tor',
  table: torTable,
  may: 'tor.list',
  keys: { columns: 'pref.tors_table_columns', views: 'pref.tors_views' },
  setting: { name: 'tors_table_columns', label: texts.columnsSetting },
  noun: { one: 'committee', many: texts.noun },
  matching,
};

const sortable = { ...columns, updated_at: columns.updatedAt };

export const orderOf = ({ sort }: TableState) => ({
  column: Object.hasOwn(sortable, sort.key)
    ? sortable[sort.key as keyof typeof sortable]
    : columns.label,
  descending: sort.direction === 'desc',
});

/** The columns of a row, as of a day. */
export const lineColumns = (now: Date) => {
  const day = dayAt(now);
  return {
    ...columns,
    isRunning: computed<boolean>(isRunning),
    time: property(tor, 'cadence_time'),
    minutes: property(tor, 'cadence_duration_minutes'),
    seats: computed(seatCountsOf(self, day)),
    ahead: computed(aheadOf('e', day)),
  };
};

/** Returns one page of the list, in one statement. */
export const listCommittees = (
  db: Db,
  state: TableState,
  asker: Asker,
): Promise<Page<CommitteeLine>> =>
  listPage(db, {
    ...{ type: 'tor', columns: lineColumns(asker.now), where: filterOf(state, asker) },
    search: { in: committeeSearch, words: state.search },
    orderBy: orderOf(state),
    page: { number: state.page, size: state.size, after: state.after, before: state.before },
  });

/** Above this number of committees, those of a status are not counted. */
const countedUpTo = 1000;

/** Reads everything around the rows of the list, in one statement. */
export async function readListFrame(db: Db, readerId: string, now: Date): Promise<ListFrame> {
  const { rows } = await sql<{
    counts: ListFrame['counts'];
    columns: string | null;
    views: string | null;
  }>`
    select (select json_build_object('all', amount, 'active', running, 'archived', amount - running)
      from (select amount, case when amount <= ${sql.lit(countedUpTo)} then (
          select count(*)::integer from entities e where e.entity_type = 'tor' and ${isRunning}) end as running
        from (select coalesce(sum(t.amount), 0)::integer as amount from entity_tallies t
          where t.entity_type = 'tor') tally) few)::jsonb || jsonb_build_object('mine', (
        select count(*) from (${committeesOf(sql`${readerId}::bigint`, dayAt(now))}) own)) as counts,
      ${keptOf(torList, readerId)}`.execute(db);
  const { counts = none, columns: kept = null, views = null } = rows[0] ?? {};
  return { counts, columns: kept, views: savedViewsFrom(views) };
}

const none: ListFrame['counts'] = { all: 0, active: 0, archived: 0, mine: 0 };

/** Returns what hangs on a committee on a day. */
export async function findDependants(db: Db | Tx, id: string, now: Date): Promise<Dependants> {
  const incoming = (relation: string, type: string) => sql`(
    select count(*)::integer from relations r join entities o on o.id = r.source_id and o.entity_type = ${type}
    where r.target_id = e.id and ${relatedBy('r', relation)})`;
  const ways = sql`array[${relationTypeId('feeds_into')}, ${relationTypeId('escalates_to')}]`;
  const { rows } = await sql<Dependants>`
    select ${memberCountOf(self, dayAt(now))} as members, ${positionCountOf(self)} as positions,
      ${incoming('protocol_of', 'protocol_step')} as steps,
      ${incoming('template_of', 'presentation_template')} as templates,
      ${incoming('belongs_to_tor', 'agenda_point')} as "agendaPoints",
      (select count(*)::integer from relations r
        where e.id in (r.source_id, r.target_id) and r.relation_type_id = any(${ways})) as dependencies,
      ${incoming('belongs_to_tor', 'meeting')} as meetings,
      ${incoming('suggested_to', 'suggestion')} as suggestions,
      ${incoming('submitted_to', 'proposal')} as proposals,
      ${incoming('scoped_to_tor', 'document')} as documents,
      (select count(*)::integer from tor_versions v where v.tor_id = e.id) as versions
    from entities e where e.id = ${id} and e.entity_type = 'tor'`.execute(db);
  return onlyRow(rows);
}

/** Returns a committee with the positions and protocol steps that a new one copies. */
export async function findSource(db: Db | Tx, id: string): Promise<Source | undefined> {
  const items = (relation: string, type: string) => sql<readonly CopiedItem[]>`coalesce((
    select json_agg(json_build_object('name', o.name, 'label', o.label, 'sortOrder', o.sort_order,
      'properties', o.properties) order by o.sort_order, o.id)
    from relations r join entities o on o.id = r.source_id and o.entity_type = ${type}
    where r.target_id = e.id and ${relatedBy('r', relation)}), '[]')`;
  const { rows } = await sql<EntitySnapshot & Pick<Source, 'positions' | 'steps'>>`
    select ${snapshotColumns('e')},
      ${items('belongs_to_tor', 'tor_function')} as positions,
      ${items('protocol_of', 'protocol_step')} as steps
    from entities e where e.id = ${id} and e.entity_type = 'tor'`.execute(db);
  return rows[0];
}

/** Positions shown on the first page of a committee; the tab has all. */
const shownPositions = 50;

/** Reads what the first page of a committee shows of other features, in one statement. */
export async function readOverview(db: Db, id: string, now: Date): Promise<Overview> {
  const committee = sql`e.id`;
  const day = dayAt(now);
  const { rows } = await sql<Overview>`
    select ${aheadOf('e', day)} as ahead, ${positionsOf(committee, day, { limit: shownPositions })} as positions,
      ${protocolOf(committee)} as steps, ${dependenciesOf(committee)} as dependencies
    from entities e where e.id = ${id} and e.entity_type = 'tor'`.execute(db);
  return onlyRow(rows);
}
