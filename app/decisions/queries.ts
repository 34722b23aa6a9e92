import { type RawBuilder, sql } from 'kysely';
import { amendmentLines } from '../amendments/index.ts';
import { type Day, dayAt, holdsIn, inBody } from '../authority/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import { entityTypes } from '../declarations.ts';
import type { Actor } from '../ontology/actor.ts';
import {
  and,
  type Columns,
  type Condition,
  choice,
  computed,
  everything,
  field,
  fromFilter,
  holdsWords,
  type ListIndex,
  labels,
  listPage,
  type Page,
  property,
  searchedIn,
  searchIndex,
  sortIndices,
  within,
} from '../ontology/list/index.ts';
import { refuseMissing } from '../ontology/outcome.ts';
import { relatedBy } from '../ontology/permissions.ts';
import type { Texts } from '../ontology/schema.ts';
import { storedId, storedNumber } from '../ontology/stored-id.ts';
import type { TableState } from '../ui/table-state.ts';
import type { AmendedText, Decision, DecisionLine, FoundDecision, Seal } from './decision.ts';

type Sql = RawBuilder<unknown>;

const idIn = (key: string): Sql => storedId(sql`d.properties ->> ${sql.lit(key)}`);

/** The agenda point of the decision `d`: by its relation, or as an import named it. */
const pointId = sql`coalesce(
  (select r.target_id from relations r where r.source_id = d.id and ${relatedBy('r', 'decision_on')} limit 1), ${idIn('agenda_point_id')})`;

/** The committee of the decision `d`: its own, or that of its agenda point. */
const committeeId = sql`coalesce(
  (select r.target_id from relations r where r.source_id = d.id and ${relatedBy('r', 'belongs_to_tor')} limit 1),
  (select r.target_id from relations r where r.source_id = ${pointId} and ${relatedBy('r', 'belongs_to_tor')} limit 1))`;

const numberIn = (alias: string, key: string): Sql =>
  storedNumber(sql`${sql.ref(`${alias}.properties`)} ->> ${key}`);

const named = (alias: string): Sql => sql`json_build_object('id', ${sql.ref(`${alias}.id`)}::text,
  'year', ${numberIn(alias, 'decision_year')}, 'number', ${numberIn(alias, 'decision_number')})`;

/**
 * Who recorded a decision: the name that it keeps, because its id can be of another installation.
 * Without one, as an import left it, the user with the id.
 */
const decidedBy = (alias: string): RawBuilder<string | null> => {
  const record = sql`${sql.ref(`${alias}.properties`)} ->> 'record'`;
  return sql<string | null>`coalesce(
    case when ${record} is json object then (${record})::jsonb #>> '{decidedBy,label}' end,
    (select u.label from entities u where u.entity_type = 'user' and u.id = ${storedId(sql`${sql.ref(`${alias}.properties`)} ->> 'decided_by_id'`)}))`;
};

/** The members of the decision `d` except what the committee had before it. */
const facts = sql`'id', d.id::text, 'label', d.label, 'year', ${numberIn('d', 'decision_year')}, 'number', ${numberIn('d', 'decision_number')},
  'at', to_char(case when pg_input_is_valid(d.properties ->> 'decided_date', 'timestamp')
    then (d.properties ->> 'decided_date')::timestamp else d.created_at at time zone 'UTC' end, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
  'rationale', coalesce(d.properties ->> 'decision_rationale', ''),
  'isWithoutQuorum', coalesce(d.properties ->> 'without_quorum' = 'true', false),
  'decidedBy', ${decidedBy('d')},
  'committee', (select json_build_object('id', tor.id::text, 'label', tor.label) from entities tor where tor.id = ${committeeId}),
  'pointId', ${pointId}::text,
  'chosen', coalesce(d.properties ->> 'chosen_title', (select coa.label from entities coa where coa.id = ${idIn('selected_coa_id')})),
  'selectedId', ${idIn('selected_coa_id')}::text,
  'corrects', (select ${named('o')} from relations r join entities o on o.id = r.target_id
    where r.source_id = d.id and ${relatedBy('r', 'corrects')} limit 1),
  'correctedBy', (select ${named('o')} from relations r join entities o on o.id = r.source_id
    where r.target_id = d.id and ${relatedBy('r', 'corrects')} order by r.id limit 1)`;

/** The decision `d` as JSON: see `Decision`. */
const decisionJson = sql<Decision>`json_build_object(${facts},
  'record', case when d.properties ->> 'record' is json object then (d.properties ->> 'record')::jsonb end)`;

/** The decisions on an agenda point, newest first, as JSON for any statement. */
export const decisionsOn = (point: Sql): RawBuilder<readonly Decision[]> => sql<
  readonly Decision[]
>`(
  select coalesce(json_agg(${decisionJson} order by d.id desc), '[]') from entities d
  where d.entity_type = 'decision' and d.id in (
    select r.source_id from relations r where r.target_id = ${point} and ${relatedBy('r', 'decision_on')}
    union all
    select i.id from entities i where i.entity_type = 'decision'
      and i.properties ->> 'agenda_point_id' = ${point}::text))`;

/** Returns the decisions on an agenda point, newest first. */
export async function readDecisions(tx: Tx, point: string): Promise<readonly Decision[]> {
  const { rows } = await sql<{ decisions: readonly Decision[] }>`
    select ${decisionsOn(sql`${point}::bigint`)} as decisions`.execute(tx);
  return rows[0]?.decisions ?? [];
}

/** Who reads the register, and the day whose positions count. */
export interface Reader extends Pick<Actor, 'id' | 'permissions'> {
  readonly day: Day;
}

export const readerAt = (
  { id, permissions }: Pick<Actor, 'id' | 'permissions'>,
  now: Date,
): Reader => ({ id, permissions, day: dayAt(now) });

/** Whether a user may see the decisions of a committee (spec decisions#visibility). */
export const maySeeDecisions = ({ day, ...reader }: Reader, committee: Sql): RawBuilder<boolean> =>
  reader.permissions.has('workflow.manage')
    ? sql<boolean>`true`
    : holdsIn(inBody('agenda.view'), reader, committee, day);

const isVisible = (reader: Reader): Condition =>
  sql<boolean>`exists (select from entities d where d.id = e.id and ${maySeeDecisions(reader, committeeId)})`;

const seal = sql<Seal | null>`(
  select json_build_object('seq', a.seq::text, 'hash', encode(a.hash, 'hex'),
    'at', to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'isIntact', audit_digest(a) = a.hash
      and coalesce((select before.hash = a.previous_hash from audit_log before where before.seq = a.seq - 1), true)
      and coalesce((select later.previous_hash = a.hash from audit_log later where later.seq = a.seq + 1), true),
    'isSame', coalesce(a.details ->> 'sha256' = encode(sha256(convert_to(d.properties::text, 'UTF8')), 'hex'), false))
  from audit_log a where a.target_id = d.id and a.action in ('decision.finalized', 'decision.corrected') and a.outcome = 'success'
  order by a.seq limit 1)`;

/** `from …`: the proposal `p` that became the agenda point of the decision `d`. */
const origin = sql`from relations spawned join entities p on p.id = spawned.source_id and p.entity_type = 'proposal'
  where spawned.target_id = ${pointId} and ${relatedBy('spawned', 'spawns_agenda_point')}`;

/** The texts of the decision `d` that were amended: of its proposal and its courses of action. */
const amended = sql<readonly AmendedText[]>`(
  select coalesce(json_agg(json_build_object('kind', text.entity_type, 'id', text.id::text, 'title', text.label,
      'lines', ${amendmentLines(sql`text.id`)}) order by text.id), '[]')
  from entities text
  where text.id in (select p.id ${origin}
      union select c.target_id from relations c where c.source_id = ${pointId} and ${relatedBy('c', 'considers_coa')})
    and exists (select from relations a where a.target_id = text.id and ${relatedBy('a', 'amends')}))`;

/** Returns a decision that a user may see, in one statement; `undefined` for others. */
export const findDecision = (
  db: Db | Tx,
  id: string,
  reader: Reader,
): Promise<FoundDecision | undefined> => findOne(db, sql`d.id = ${id}`, reader);

/** The same by the number that it has in its committee. */
export const findNumbered = (
  db: Db,
  { tor, year, number }: { readonly tor: string; readonly year: string; readonly number: string },
  reader: Reader,
): Promise<FoundDecision | undefined> =>
  findOne(
    db,
    sql`d.properties ->> 'decision_year' = ${year} and d.properties ->> 'decision_number' = ${number}
      and d.id in (select r.source_id from relations r where r.target_id = ${tor} and ${relatedBy('r', 'belongs_to_tor')})`,
    reader,
  );

async function findOne(
  db: Db | Tx,
  where: Sql,
  reader: Reader,
): Promise<FoundDecision | undefined> {
  const meeting = sql`(select r.target_id from relations r where r.source_id = d.id and ${relatedBy('r', 'decided_in')} limit 1)`;
  const { rows } = await sql<FoundDecision>`
    select ${decisionJson} as decision, ${seal} as seal, ${meeting}::text as "meetingId",
      (select r.target_id::text from relations r where r.source_id = ${meeting} and ${relatedBy('r', 'minutes_of')} limit 1) as minutes,
      (select json_build_object('id', p.id::text, 'title', p.label) ${origin} limit 1) as proposal,
      ${amended} as amended
    from entities d where ${where} and d.entity_type = 'decision' and ${maySeeDecisions(reader, committeeId)}`.execute(
    db,
  );
  return rows[0];
}

const { decision } = entityTypes;

/** The searched texts of decisions. */
const decisionSearch = searchedIn('decision', [
  field('label'),
  property(decision, 'decision_rationale'),
  property(decision, 'options_text'),
]);

/** Indices of the register in addition to those of every list. */
export const decisionIndices: readonly ListIndex[] = [
  ...sortIndices('decision_date', 'decision', property(decision, 'decided_date')),
  searchIndex('decision_search', decisionSearch),
];

const isCorrected = sql<boolean>`exists (
  select from relations c where c.target_id = e.id and ${relatedBy('c', 'corrects')})`;
const isMarked = sql<boolean>`coalesce(e.properties ->> 'without_quorum' = 'true', false)`;

const columns = {
  title: within(decisionSearch, field('label')),
  rationale: within(decisionSearch, property(decision, 'decision_rationale')),
  committee: labels('belongs_to_tor', { to: 'tor' }),
  chosen: property(decision, 'chosen_title'),
  year: property(decision, 'decision_year'),
  number: property(decision, 'decision_number'),
  date: property(decision, 'decided_date'),
  quorum: choice({ without: isMarked, with: sql<boolean>`(not ${isMarked})` }),
  standing: choice({ corrected: isCorrected, valid: sql<boolean>`(not ${isCorrected})` }),
} satisfies Columns;

const lineColumns = {
  ...columns,
  createdAt: field('createdAt'),
  by: computed(decidedBy('e')),
};

/** All decisions that an address describes and a reader may see. */
export function matching(
  { filter, problem, timeZone, search }: TableState,
  reader: Reader,
): Condition {
  return and(
    problem === undefined ? fromFilter(columns, filter, timeZone) : sql<boolean>`false`,
    search === '' ? everything : holdsWords(decisionSearch, search),
    isVisible(reader),
  );
}

/** Order and columns of the register, for the page and its export. */
export const registerOf = ({ sort }: TableState) => ({
  columns: lineColumns,
  orderBy: {
    column: sort.key === 'title' ? columns.title : columns.date,
    descending: sort.direction === 'desc',
  },
});

/** Returns one page of the register, in one statement (spec decisions#register). */
export function listDecisions(
  db: Db,
  state: TableState,
  reader: Reader,
): Promise<Page<DecisionLine>> {
  const { page, size, after, before } = state;
  return listPage(db, {
    ...{ type: 'decision', ...registerOf(state), where: matching(state, reader) },
    page: { number: page, size, after, before },
  });
}

/** Filters of a list of decisions for programs. */
interface DecisionFilter {
  readonly tor?: string | undefined;
  readonly year?: number | undefined;
  readonly number?: number | undefined;
  readonly quorum?: 'with' | 'without' | undefined;
  readonly standing?: 'corrected' | 'valid' | undefined;
  readonly words?: string | undefined;
}

/**
 * The decisions `d` that a reader may see, for a list: each as `decision`, without what the committee
 * had before it (spec decisions#register).
 */
export function listedDecisions(reader: Reader, wanted: DecisionFilter) {
  const { tor, year, number, quorum, standing, words } = wanted;
  const conditions = [
    sql`e.entity_type = 'decision' and ${maySeeDecisions(reader, committeeId)}`,
    ...(tor === undefined ? [] : [sql`${committeeId} = ${tor}`]),
    ...(year === undefined ? [] : [sql`${numberIn('d', 'decision_year')} = ${year}`]),
    ...(number === undefined ? [] : [sql`${numberIn('d', 'decision_number')} = ${number}`]),
    ...(quorum === undefined ? [] : [sql`${isMarked} = ${quorum === 'without'}`]),
    ...(standing === undefined ? [] : [sql`${isCorrected} = ${standing === 'corrected'}`]),
    ...(words === undefined || words === '' ? [] : [holdsWords(decisionSearch, words)]),
  ];
  return {
    select: sql`json_build_object(${facts}, 'record', null) as decision`,
    from: sql`entities e join entities d on d.id = e.id`,
    where: sql.join(conditions, sql` and `),
    order: [sql`e.id`],
    falls: true,
  };
}

/** The number of a decision and the digest of all that is stored of it. */
export async function readSealed(
  tx: Tx,
  id: string,
): Promise<{
  readonly year: number;
  readonly number: number;
  readonly sha256: string;
}> {
  const { rows } = await sql<{ year: number; number: number; sha256: string }>`
    select ${numberIn('d', 'decision_year')} as year, ${numberIn('d', 'decision_number')} as number,
      encode(sha256(convert_to(d.properties::text, 'UTF8')), 'hex') as sha256
    from entities d where d.id = ${id}`.execute(tx);
  return onlyRow(rows);
}

/** Returns the committee with an id, whose existence the agenda point proves. */
export async function readCommittee(
  tx: Tx,
  id: string,
): Promise<{ readonly id: string; readonly label: string; readonly properties: Texts }> {
  const { rows } = await sql<{ id: string; label: string; properties: Texts }>`
    select id, label, properties from entities where id = ${id} and entity_type = 'tor'`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined) throw refuseMissing();
  return row;
}

/** The day of a moment in the installation's zone, and the meeting of an agenda point. */
export async function readCircumstances(
  tx: Tx,
  point: string,
  now: Date,
): Promise<{
  readonly today: string;
  readonly meeting: {
    readonly id: string;
    readonly label: string;
    readonly date: string | null;
  } | null;
  /** How many opinions prefer a course of action, by its id. */
  readonly preferred: Readonly<Record<string, number>>;
}> {
  const { rows } = await sql<Awaited<ReturnType<typeof readCircumstances>>>`
    select ${dayAt(now)} as today,
      (select json_build_object('id', m.id::text, 'label', m.label, 'date', m.properties ->> 'meeting_date')
        from relations planned join entities m on m.id = planned.target_id and m.entity_type = 'meeting'
        where planned.source_id = ${point} and ${relatedBy('planned', 'scheduled_for_meeting')} order by planned.id limit 1) as meeting,
      (select coalesce(json_object_agg(liked.target, liked.n), '{}') from (
        select p.target_id as target, count(*)::integer as n from relations about
          join relations p on p.source_id = about.source_id and ${relatedBy('p', 'prefers_coa')}
        where about.target_id = ${point} and ${relatedBy('about', 'opinion_on')} group by p.target_id) liked) as preferred`.execute(
    tx,
  );
  return rows[0] ?? { today: '', meeting: null, preferred: {} };
}
