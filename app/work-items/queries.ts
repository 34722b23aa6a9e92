import { type RawBuilder, sql } from 'kysely';
import { dayAt, holdsIn, standingIn } from '../authority/index.ts';
import { isEnded } from '../committee-items/index.ts';
import type { Db } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { totalOf } from '../ontology/list/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { storedId } from '../ontology/stored-id.ts';
import { definitionOf } from '../workflow/index.ts';
import { mostCommittees, mostCounted, type Overview, type Tab } from './item.ts';
import { requirements, seesAll } from './rules.ts';

/** Who asks for lists. */
export interface Asker {
  readonly id: string;
  readonly permissions: ReadonlySet<PermissionCode>;
  readonly now: Date;
}

/** The committee of the lists; `undefined`: all whose items the reader sees. */
export type Scope = string | undefined;

/** Part of a list. */
export interface Part {
  readonly limit: number;
  readonly offset: number;
}

interface Source {
  readonly type: 'suggestion' | 'proposal' | 'agenda_point';
  readonly relation: string;
  readonly title: RawBuilder<unknown>;
  readonly by: RawBuilder<unknown>;
  readonly at: RawBuilder<unknown>;
  readonly became: RawBuilder<unknown>;
  /** Within a committee. */
  readonly order: RawBuilder<unknown>;
}

const property = (key: string) => sql`(e.properties ->> ${sql.lit(key)})`;

const submitter = sql`(select author.label from entities author
  where author.entity_type = 'user' and author.id = ${storedId(property('submitted_by_id'))})`;
const submitted = sql`coalesce(${property('submitted_date')}, to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS'))`;
const target = (relation: string) => sql`(select r.target_id::text from relations r
  where r.source_id = e.id and ${relatedBy('r', relation)} order by r.id limit 1)`;

const sources: Readonly<Record<Tab, Source>> = {
  suggestions: {
    ...{ type: 'suggestion', relation: 'suggested_to', by: submitter, at: submitted },
    title: sql`left(coalesce(${property('description')}, e.label), 400)`,
    became: target('spawns_proposal'),
    order: sql`${submitted} collate "C" desc, e.id desc`,
  },
  proposals: {
    ...{ type: 'proposal', relation: 'submitted_to', by: submitter, at: submitted },
    title: sql`e.label`,
    became: target('spawns_agenda_point'),
    order: sql`${submitted} collate "C" desc, e.id desc`,
  },
  agenda_points: {
    ...{ type: 'agenda_point', relation: 'belongs_to_tor', title: sql`e.label` },
    by: property('presenter'),
    at: sql`coalesce(${property('scheduled_date')}, '')`,
    became: sql`null::text`,
    order: sql`coalesce(${property('scheduled_date')}, '') collate "C", e.id`,
  },
};

/** `(select …) tor`: the committees whose items of a kind the reader sees. */
function committeesOf(tab: Tab, scope: Scope, asker: Asker): RawBuilder<unknown> {
  const { id, permissions, now } = asker;
  const seen =
    scope !== undefined
      ? sql`t.id = ${scope}`
      : permissions.has('workflow.manage')
        ? sql`true`
        : holdsIn(requirements[tab], { id, permissions }, sql`t.id`, dayAt(now));
  // In the order of the list, so that a page stops reading when it is full.
  return sql`(select t.id, t.label, lower(t.label) as place from entities t
    where t.entity_type = 'tor' and ${seen} order by lower(t.label), t.id
    ${isFirst(scope, asker) ? sql`limit ${sql.lit(mostCommittees)}` : sql``}) tor`;
}

/** Whether only the first committees by name are read: of all, but not of the reader's own. */
const isFirst = (scope: Scope, { permissions }: Asker): boolean =>
  scope === undefined && seesAll(permissions);

/** `from …`: the items `e` of the committees `tor`, as many of each as `part` allows, in order. */
const itemsOf = (tab: Tab, scope: Scope, asker: Asker, part = sql``): RawBuilder<unknown> => {
  const { type, relation } = sources[tab];
  // One committee after the other: a page that is full reads no further ones.
  return sql`from ${committeesOf(tab, scope, asker)} cross join lateral (
    select e.* from relations owns join entities e on e.id = owns.source_id and e.entity_type = ${type}
    where owns.target_id = tor.id and ${relatedBy('owns', relation)} ${part} offset 0) e`;
};

/** `select total, open`: how many there are and have not ended, at most `mostOf`. */
const countOf = (tab: Tab, scope: Scope, asker: Asker): RawBuilder<unknown> =>
  sql`select count(*)::integer as total, (count(*) filter (where not ${isEnded('e')}))::integer as open
    from (select e.entity_type, e.properties ${itemsOf(tab, scope, asker)} limit ${sql.lit(mostOf(scope))}) e`;

const mostOf = (scope: Scope): number =>
  scope === undefined ? mostCounted.all : mostCounted.committee;

/** One list as jsonb, as `ItemList`. */
function listOf(
  tab: Tab,
  scope: Scope,
  asker: Asker,
  { limit, offset }: Part,
): RawBuilder<unknown> {
  const { type, title, by, at, became, order } = sources[tab];
  const standing =
    scope === undefined
      ? standingIn(sql`${asker.id}::bigint`, sql`tor.id`, dayAt(asker.now))
      : sql`null::jsonb`;
  const upTo = sql`order by ${order} limit ${limit + offset}`;
  const items = itemsOf(tab, scope, asker, upTo);
  return sql`(select to_jsonb(counted) from (${countOf(tab, scope, asker)}) counted) || jsonb_build_object('tab', ${tab}::text,
    'definition', ${definitionOf(type)},
    'rows', (select coalesce(jsonb_agg(line.item order by line.place), '[]') from (
      select row_number() over () as place, jsonb_build_object('id', page.id::text, 'title', page.title,
        'by', page.by, 'at', page.at, 'status', page.properties ->> 'status',
        'properties', page.properties - 'description' - 'rationale',
        'committee', jsonb_build_object('id', page.tor_id::text, 'label', page.tor_label),
        'standing', page.standing, 'became', page.became) as item
      from (
        select e.id, ${title} as title, ${by} as by, ${at} as at, e.properties, ${became} as became,
          tor.id as tor_id, tor.label as tor_label, ${standing} as standing
        ${items}
        order by tor.place, tor.id, ${order}
        limit ${limit} offset ${offset}) page) line))`;
}

/** Proposals that wait for an agenda. */
const queuedOf = (scope: Scope, asker: Asker): RawBuilder<unknown> => sql`(
  select count(*)::integer ${itemsOf('proposals', scope, asker)}
  where ${property('status')} = 'approved' and ${property('ready_for_agenda')} = 'true'
    and ${sources.proposals.became} is null)`;

/**
 * Reads the lists of a page and the counts of all tabs, in one statement (spec work-items#lists).
 * @param shown the tabs whose items the page shows
 * @param all the tabs that the reader may open
 */
export async function readOverview(
  db: Db,
  {
    scope,
    shown,
    all,
    part,
  }: { scope: Scope; shown: readonly Tab[]; all: readonly Tab[]; part: Part },
  asker: Asker,
): Promise<Overview> {
  const counts = all.flatMap((tab) => [
    sql.lit(tab),
    sql`(select total from (${countOf(tab, scope, asker)}) counted)`,
  ]);
  const lists = shown.map((tab) => listOf(tab, scope, asker, part));
  const isCut = isFirst(scope, asker)
    ? sql`${totalOf('tor')} > ${sql.lit(mostCommittees)}`
    : sql`false`;
  const { rows } = await sql<Omit<Overview, 'most'>>`
    select ${counts.length === 0 ? sql`'{}'::jsonb` : sql`jsonb_build_object(${sql.join(counts)})`} as counts,
      ${lists.length === 0 ? sql`'[]'::jsonb` : sql`jsonb_build_array(${sql.join(lists)})`} as lists,
      ${isCut} as "isCut",
      ${all.includes('proposals') && scope !== undefined ? queuedOf(scope, asker) : sql`null::integer`} as queued`.execute(
    db,
  );
  const row = onlyRow(rows);
  return { ...row, most: mostOf(scope) };
}
