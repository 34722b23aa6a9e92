import { type RawBuilder, sql } from 'kysely';
import { type Day, membersIn } from '../authority/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import { grantsOf, relatedBy } from '../ontology/permissions.ts';
import type { Definition, Workflow } from './definition.ts';
import type { Scope } from './scope.ts';

type Sql = RawBuilder<unknown>;

const property = (alias: string, key: string): RawBuilder<string> =>
  sql<string>`(${sql.ref(`${alias}.properties`)} ->> ${sql.lit(key)})`;
const filled = (alias: string, key: string) => sql`nullif(${property(alias, key)}, '')`;
const isSet = (alias: string, key: string) =>
  sql`coalesce(${property(alias, key)} = 'true', false)`;
const placeOf = (alias: string) => sql`case when ${property(alias, 'order')} ~ '^-?[0-9]{1,9}$'
  then ${property(alias, 'order')}::integer else 0 end`;

/** `from …`: the transitions of a scope as `step`, from the status `origin` to the status `goal`. */
const transitionsOf = (scope: Sql): Sql => sql`from entities step
    join relations leaves on leaves.source_id = step.id and ${relatedBy('leaves', 'transition_from')}
    join entities origin on origin.id = leaves.target_id and origin.entity_type = 'workflow_status'
    join relations reaches on reaches.source_id = step.id and ${relatedBy('reaches', 'transition_to')}
    join entities goal on goal.id = reaches.target_id and goal.entity_type = 'workflow_status'
  where step.entity_type = 'workflow_transition' and step.is_active
    and ${property('step', 'entity_type_scope')} = ${scope}
    and ${property('origin', 'entity_type_scope')} = ${scope}
    and ${property('goal', 'entity_type_scope')} = ${scope}`;

const partsOf = (scope: Sql): Sql => sql`
  'scope', ${scope}::text,
  'statuses', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', state.id::text, 'code', ${property('state', 'status_code')}, 'label', state.label,
      'order', ${placeOf('state')}, 'isInitial', ${isSet('state', 'is_initial')},
      'isTerminal', ${isSet('state', 'is_terminal')}) order by ${placeOf('state')}, state.id), '[]'::jsonb)
    from entities state where state.entity_type = 'workflow_status'
      and ${property('state', 'entity_type_scope')} = ${scope}),
  'transitions', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', step.id::text, 'from', ${property('origin', 'status_code')}, 'to', ${property('goal', 'status_code')},
      'label', step.label, 'permission', ${filled('step', 'required_permission')},
      'capability', ${filled('step', 'required_capability')}, 'condition', ${filled('step', 'condition')},
      'needsOutcome', ${isSet('step', 'requires_outcome')})
      order by ${placeOf('origin')}, ${placeOf('goal')}, step.id), '[]'::jsonb)
    ${transitionsOf(scope)})`;

/**
 * The definition of a scope as SQL of type jsonb. It does not depend on rows, so PostgreSQL
 * evaluates it once per statement.
 */
export const definitionOf = (scope: Scope | Sql): RawBuilder<Definition> =>
  sql<Definition>`jsonb_build_object(${partsOf(scopeIn(scope))})`;

/** The definition of a scope, in one statement. */
export async function readDefinition(db: Db | Tx, scope: Scope | Sql): Promise<Definition> {
  const { rows } = await sql<{
    definition: Definition;
  }>`select ${definitionOf(scope)} as definition`.execute(db);
  return onlyRow(rows).definition;
}

/** How many moves of an item its page shows. */
const mostMoves = 100;
/** How many users are named who could make a move. */
const mostNames = 3;

/** The item of a page: SQL of its id and of its committee's id. */
interface ItemKeys {
  readonly id: Sql;
  readonly committee: Sql;
}

/**
 * The workflow of an item as SQL of type jsonb, for the statement of its page (spec
 * workflow#history, workflow#moves).
 * @param day the day on which positions count: `dayAt(now)`
 */
export function workflowOf(scope: Scope, item: ItemKeys, day: Day): RawBuilder<Workflow> {
  const code = sql`${sql.lit(scope)}`;
  return sql<Workflow>`jsonb_build_object(${partsOf(code)},
  'moves', (
    select coalesce(jsonb_agg(to_jsonb(latest) - 'id' order by latest.id), '[]'::jsonb) from (
      select made.id, made.from_status as "from", made.to_status as "to",
        to_char(made.moved_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
        made.moved_by as "by", made.ground, made.outcome, made.version
      from workflow_moves made where made.item_id = ${item.id} order by made.id desc limit ${sql.lit(mostMoves)}) latest),
  'could', (
    select coalesce(jsonb_object_agg(next.goal, next.names), '{}'::jsonb) from (
      select ${property('goal', 'status_code')} as goal, array(${couldMove(item.committee, day)}) as names
      ${transitionsOf(code)}
        and ${property('origin', 'status_code')} = coalesce(
          (select moved.properties ->> 'status' from entities moved where moved.id = ${item.id}),
          (select ${property('state', 'status_code')} from entities state
            where state.entity_type = 'workflow_status' and ${property('state', 'entity_type_scope')} = ${code}
              and ${isSet('state', 'is_initial')} order by state.id limit 1))) next))`;
}

/** `select label`: users with a position in the committee who may make the transition `step`. */
const couldMove = (committee: Sql, day: Day): Sql => sql`
  select member.label ${membersIn(committee, day)}
    and (position.properties ->> ${property('step', 'required_capability')} = 'true'
      or exists (select from ${grantsOf(sql`member.id`)} where grants.code = ${property('step', 'required_permission')}))
  group by member.id, member.label order by member.label, member.id limit ${sql.lit(mostNames)}`;

const scopeIn = (scope: Scope | Sql): Sql =>
  typeof scope === 'string' ? sql`${sql.lit(scope)}` : scope;
