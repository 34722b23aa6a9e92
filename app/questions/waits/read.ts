import { sql } from 'kysely';
import { type Cypher, cypher, type GraphRow, ids, label, oneOf, value } from '../../graph/index.ts';
import {
  by,
  isActiveCommittee,
  isNodeOf,
  isOneOf,
  type RelationRead,
  torIsActive,
} from '../../relation-reads/index.ts';
import type { Asker } from '../question.ts';
import type { ItemKind } from '../waiting-item.ts';
import { begunAt, itemLabel, itemsOf, kinds, type Seen, since } from '../waiting-queries.ts';
import { type ItemNode, type StepNode, waitsOf } from './history.ts';
import type { Wait } from './wait.ts';

/** The most steps of committees in an answer. */
const mostWaits = 1000;

interface WaitQuery {
  readonly asker: Asker;
  /** Where the asker sees items, for the graph. */
  readonly sees: Seen;
  /** How far back moves count. */
  readonly days: number;
  readonly committee: string | undefined;
}

const kindNames = Object.keys(kinds) as ItemKind[];

/**
 * How long items waited at each step before they moved on, in the last days, and how long those
 * there have waited, in both stores (spec questions#waits).
 */
export const waitsRead = (query: WaitQuery): RelationRead<Wait> => ({
  sql: inSql(query),
  cypher: inCypher(query),
  rowsOf: (found) => {
    const of = (row: string) => found.filter((each) => each['row'] === row).map(factsOf);
    const steps = of('step') as unknown as StepNode[];
    const items = kindNames.flatMap((kind) =>
      (of(kind) as unknown as ItemNode[]).map((item) => ({
        ...{ ...item, kind },
        label: [...item.label].slice(0, 400).join(''),
      })),
    );
    const { asker, days } = query;
    const waits = waitsOf(
      steps.toSorted((one, other) => one.id - other.id),
      items,
      { now: asker.now, days },
    );
    return waits.toSorted(order).slice(0, mostWaits);
  },
  order,
});

const factsOf = (row: GraphRow): unknown => row['facts'];

const order = by<Wait>(
  ({ oldest, p90 }) => -Math.max(oldest ?? 0, p90 ?? 0),
  ({ committee }) => committee.toLowerCase(),
  ({ committeeId }) => Number(committeeId),
  ({ kind }) => kind,
  ({ status }) => status,
);

function inSql({ asker, days, committee }: WaitQuery) {
  const where = sql`${isActiveCommittee('tor')} and ${isOneOf(sql`tor.id`, chosen(committee))}`;
  const items = sql.join(
    kindNames.map(
      (
        kind,
      ) => sql`select item.id, ${sql.lit(kind)} as kind, ${itemLabel} as label, tor.id as tor_id,
          state.properties ->> 'status_code' as status, coalesce(state.properties ->> 'is_terminal', '') = 'true' as has_ended,
          ${begunAt} as begun, ${since} as since
        ${itemsOf(kind, asker)} and ${where}`,
    ),
    sql` union all `,
  );
  const now = sql`${asker.now}::timestamptz`;
  const seconds = (from: string, to: ReturnType<typeof sql>) =>
    sql`greatest(0, floor(extract(epoch from ${to} - ${sql.ref(from)})))::float8`;
  return sql`(
    with item as materialized (${items}),
    passed as (
      select item.tor_id, item.kind, moved.from_status as status, moved.moved_at,
        coalesce(lag(moved.moved_at) over (partition by moved.item_id, item.tor_id order by moved.id), item.begun) as arrived
      from workflow_moves moved join item on item.id = moved.item_id),
    done as (
      select tor_id, kind, status, count(*)::integer as moved,
        percentile_cont(0.5) within group (order by ${seconds('arrived', sql`moved_at`)}) / 86400 as median,
        percentile_cont(0.9) within group (order by ${seconds('arrived', sql`moved_at`)}) / 86400 as p90
      from passed where moved_at >= ${now} - make_interval(secs => ${days * 86_400}::float8) group by 1, 2, 3),
    held as (
      select tor_id, kind, status, count(*)::integer as waiting, max(${seconds('since', now)}) / 86400 as oldest,
        (array_agg(item.id::text order by since, item.id))[1] as "oldestId",
        (array_agg(item.label order by since, item.id))[1] as "oldestLabel"
      from item where not has_ended group by 1, 2, 3)
    select coalesce(json_agg(line), '[]') from (
      select tor.id::text as "committeeId", tor.label as committee, kind, status,
        coalesce((select state.label from entities state where state.entity_type = 'workflow_status'
          and state.properties ->> 'entity_type_scope' = kind and state.properties ->> 'status_code' = status
          order by state.id limit 1), status) as step,
        coalesce(done.moved, 0) as moved, done.median, done.p90,
        coalesce(held.waiting, 0) as waiting, held.oldest, held."oldestId", held."oldestLabel"
      from done full join held using (tor_id, kind, status) join entities tor on tor.id = tor_id
      order by greatest(coalesce(held.oldest, 0), coalesce(done.p90, 0)) desc, lower(tor.label), tor_id, kind, status
      limit ${sql.lit(mostWaits)}) line)`;
}

const chosen = (committee: string | undefined): readonly string[] | undefined =>
  committee === undefined ? undefined : [committee];

/** The steps, and the items of each kind: the graph has no functions for JSON and for dates as text. */
const inCypher = ({ sees, committee }: WaitQuery): Cypher =>
  kindNames.reduce(
    (sofar, kind) => cypher`${sofar}
      union all
      match (tor:Entity:${label('tor')} {env: $env})<-[:${oneOf(kinds[kind].relation)}]-(item:${label(kind)})
      where ${torIsActive} and tor.id in ${value(`sees_${kind}`, ids(sees[kind]))} and ${isNodeOf('tor', chosen(committee))}
      return ${value(`row_${kind}`, kind)} as row, {id: item.id, committeeId: tor.id, committee: tor.label, status: item.p_status,
        label: ${kind === 'suggestion' ? cypher`left(coalesce(item.p_description, item.label), 1600)` : cypher`item.label`},
        submitted: coalesce(item.p_submitted_date, item.p_created_date), created: item.created_at, moves: item.moves} as facts`,
    cypher`
      match (state:Entity:${label('workflow_status')} {env: $env})
      return 'step' as row, {id: state.id, label: state.label, scope: state.p_entity_type_scope, code: state.p_status_code,
        isTerminal: coalesce(state.p_is_terminal = 'true', false), isInitial: coalesce(state.p_is_initial = 'true', false)} as facts`,
  );
