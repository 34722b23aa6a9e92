import { sql } from 'kysely';
import { listedDecisions, readerAt } from '../../decisions/index.ts';
import { cypher, type GraphRow, ids, label, oneOf, value } from '../../graph/index.ts';
import { relatedBy } from '../../ontology/permissions.ts';
import { by, microsecondsOf, type RelationRead } from '../../relation-reads/index.ts';
import type { Asker } from '../question.ts';
import type { IdleDecision } from './idle-decision.ts';

/** The most decisions of an answer. */
const mostDecisions = 1000;

/** Where a reader sees decisions. */
export interface SeenDecisions {
  readonly all: boolean;
  /** Ids of committees, unless all. */
  readonly committees: readonly string[];
}

interface IdleQuery {
  readonly asker: Asker;
  readonly days: number;
  readonly sees: SeenDecisions;
}

/**
 * Decisions in force that are older than some days and have no action item that is done, the oldest
 * first, in both stores (spec questions#idle-decisions).
 */
export const idleRead = (query: IdleQuery): RelationRead<IdleDecision> => ({
  sql: inSql(query),
  cypher: inCypher(query),
  rowsOf: (found) => {
    const { asker, days } = query;
    const latest = (asker.now.getTime() - days * 86_400_000) * 1000;
    return found
      .map(decisionIn)
      .filter(({ at }) => (microsecondsOf(at) ?? 0) <= latest)
      .toSorted(order)
      .slice(0, mostDecisions);
  },
  order,
});

const order = by<IdleDecision>(
  ({ at }) => at,
  ({ id }) => Number(id),
);

/** `from …`: the action items `act` of the decision `d`. */
const actions = sql`from relations acts join entities act on act.id = acts.source_id and act.entity_type = 'action_item'
  where acts.target_id = d.id and ${relatedBy('acts', 'action_item_of')}`;

function inSql({ asker, days }: IdleQuery) {
  const { select, from, where } = listedDecisions(readerAt(asker, asker.now), {
    standing: 'valid',
  });
  return sql`(
    select coalesce(json_agg(json_build_object('id', found.decision ->> 'id', 'label', found.decision ->> 'label',
      'year', found.decision -> 'year', 'number', found.decision -> 'number', 'at', found.decision ->> 'at',
      'committeeId', found.decision #>> '{committee,id}', 'committee', found.decision #>> '{committee,label}',
      'actions', found.actions)), '[]')
    from (
      select listed.* from (
        select ${select}, (select count(*)::integer ${actions}) as actions from ${from}
        where ${where} and not exists (select ${actions} and act.properties ->> 'status' = 'done')) listed
      where (listed.decision ->> 'at')::timestamptz <= ${asker.now}::timestamptz - make_interval(secs => ${days * 86_400}::float8)
      order by listed.decision ->> 'at', (listed.decision ->> 'id')::bigint limit ${sql.lit(mostDecisions)}) found)`;
}

const inCypher = ({ sees }: IdleQuery) => cypher`
  match (d:Entity:${label('decision')} {env: $env})
  where not exists { (d)<-[:${oneOf('corrects')}]-() }
    and not exists { (d)<-[:${oneOf('action_item_of')}]-(act:${label('action_item')} where act.p_status = 'done') }
  call (d) {
    optional match (point:Entity {env: $env, id: toIntegerOrNull(d.p_agenda_point_id)})
    return point
  }
  with d, coalesce(
    head([(d)-[:${oneOf('belongs_to_tor')}]->(tor) | tor]),
    head([(d)-[:${oneOf('decision_on')}]->()-[:${oneOf('belongs_to_tor')}]->(tor) | tor]),
    head([(point)-[:${oneOf('belongs_to_tor')}]->(tor) | tor])) as tor
  where ${value('sees_all', sees.all)} or tor.id in ${value('sees', ids(sees.committees))}
  return toString(d.id) as id, d.label as label, d.p_decision_year as year, d.p_decision_number as number,
    d.p_decided_date as decided, d.created_at as created,
    case when tor.entity_type = 'tor' then toString(tor.id) end as committeeId,
    case when tor.entity_type = 'tor' then tor.label end as committee,
    count { (d)<-[:${oneOf('action_item_of')}]-(:${label('action_item')}) } as actions`;

function decisionIn(row: GraphRow): IdleDecision {
  const { year, number, decided, created, ...facts } = row as unknown as IdleDecision & {
    readonly decided: string | null;
    readonly created: string;
  };
  const at = microsecondsOf(decided) ?? microsecondsOf(created) ?? 0;
  return {
    ...facts,
    ...{ year: numberIn(year), number: numberIn(number) },
    at: `${new Date(Math.floor(at / 1000)).toISOString().slice(0, 19)}Z`,
  };
}

const numberIn = (text: unknown): number | null =>
  typeof text === 'string' && /^[0-9]{1,9}$/.test(text) ? Number(text) : null;
