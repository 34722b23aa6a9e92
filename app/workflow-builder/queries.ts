import { type RawBuilder, sql } from 'kysely';
import { dayAt, membersIn } from '../authority/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import { grantsOf, relationTypeId } from '../ontology/permissions.ts';
import {
  type Definition,
  definitionOf,
  initialOf,
  itemsOf,
  type Scope,
  type Transition,
} from '../workflow/index.ts';
import type { Built, Effect, Version, WorkflowLine } from './built.ts';

/** All workflows by scope, in one statement. */
export async function listWorkflows(db: Db): Promise<readonly WorkflowLine[]> {
  const { rows } = await sql<WorkflowLine>`
    select part.scope,
      count(*) filter (where part.entity_type = 'workflow_status')::integer as statuses,
      count(*) filter (where part.entity_type = 'workflow_transition')::integer as transitions,
      (select max(number) from workflow_versions v where v.scope = part.scope) as version
    from (
      select entity_type, properties ->> 'entity_type_scope' as scope from entities
      where entity_type in ('workflow_status', 'workflow_transition')) part
    where part.scope is not null group by part.scope order by part.scope`.execute(db);
  return rows;
}

type BuiltRow = Pick<Built, 'definition' | 'permissions'> & {
  readonly counts: readonly { readonly status: string | null; readonly count: number }[];
  readonly versions: readonly (Omit<Version, 'since'> & { readonly since: string })[];
};

/** A workflow with its items, versions and the permissions it can use, in one statement. */
export async function readBuilt(db: Db, scope: string): Promise<Built> {
  const code = sql`${scope}::text`;
  const { rows } = await sql<BuiltRow>`
    select ${definitionOf(code)} as definition,
      (select coalesce(jsonb_agg(jsonb_build_object('status', c.status, 'count', c.count)), '[]') from (
        select nullif(properties ->> 'status', '') as status, count(*) from entities
        where entity_type = ${code} group by 1) c) as counts,
      (select coalesce(jsonb_agg(jsonb_build_object('number', v.number, 'since', v.since,
          'statuses', jsonb_array_length(v.definition -> 'statuses'),
          'transitions', jsonb_array_length(v.definition -> 'transitions'),
          'moves', (select count(*) from workflow_moves m where m.scope = v.scope and m.version = v.number))
          order by v.number desc), '[]')
        from (select * from workflow_versions where scope = ${code} order by number desc limit 20) v) as versions,
      (select jsonb_agg(jsonb_build_object('code', p.name, 'label', p.label) order by p.name)
        from entities p where p.entity_type = 'permission') as permissions`.execute(db);
  const { definition, counts, versions, permissions } = onlyRow(rows);
  const initial = initialOf(definition)?.code ?? '';
  const items = new Map<string, number>();
  for (const { status, count } of counts)
    items.set(status ?? initial, (items.get(status ?? initial) ?? 0) + count);
  return {
    definition,
    items,
    versions: versions.map(({ since, ...version }) => ({ ...version, since: new Date(since) })),
    permissions,
  };
}

/** The codes of all permissions. */
export async function permissionCodesOf(tx: Tx): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{
    name: string;
  }>`select name from entities where entity_type = 'permission'`.execute(tx);
  return new Set(rows.map(({ name }) => name));
}

/** Number of items in a status. */
export async function countItems(tx: Tx, definition: Definition, code: string): Promise<number> {
  const isHere = isInStatus(definition, code);
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from entities item
    where item.entity_type = ${definition.scope} and ${isHere}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/**
 * Tries a transition on the items in the status that it leaves, without changing anything (spec
 * workflow#builder).
 */
export async function effectOf(
  db: Db,
  definition: Definition,
  transition: Transition,
  now: Date,
): Promise<Effect> {
  const { scope } = definition;
  const { rows } = await sql<Effect>`
    with here as (
      select item.id, ${committeeOf(scope)} as committee, ${meets(transition)} as has_value
      from entities item where item.entity_type = ${scope} and ${isInStatus(definition, transition.from)}),
    staffed as (
      select c.committee from (select distinct committee from here where committee is not null) c
      where exists (${whoMay(transition, now)}))
    select count(*)::integer as items,
      count(*) filter (where not has_value)::integer as "withoutValue",
      count(*) filter (where has_value and committee is not null
        and not exists (select from staffed s where s.committee = here.committee))::integer as "withoutUser"
    from here`.execute(db);
  return rows[0] ?? { items: 0, withoutValue: 0, withoutUser: 0 };
}

const isInStatus = (definition: Definition, code: string): RawBuilder<boolean> =>
  sql<boolean>`coalesce(nullif(item.properties ->> 'status', ''), ${initialOf(definition)?.code ?? ''}) = ${code}`;

const scopes: ReadonlySet<string> = new Set<Scope>([
  'suggestion',
  'proposal',
  'agenda_point',
  'meeting',
]);

const committeeOf = (scope: string): RawBuilder<unknown> =>
  scopes.has(scope)
    ? sql`(select target_id from relations r where r.source_id = item.id
        and r.relation_type_id = ${relationTypeId(itemsOf(scope as Scope).committee)} limit 1)`
    : sql`null::bigint`;

function meets({ condition }: Transition): RawBuilder<boolean> {
  const at = condition?.indexOf('=') ?? -1;
  if (condition === null || at < 0) return sql<boolean>`true`;
  return sql<boolean>`(coalesce(item.properties ->> ${condition.slice(0, at)}, '') = ${condition.slice(at + 1)})`;
}

/** `select …`: holders of a position in the committee `c` who may make the transition. */
const whoMay = ({ permission, capability }: Transition, now: Date): RawBuilder<unknown> => sql`
  select ${membersIn(sql`c.committee`, dayAt(now))}
    and (${permission === null && capability === null}
      or position.properties ->> ${capability ?? ''} = 'true'
      or exists (select from ${grantsOf(sql`member.id`)} where grants.code = ${permission ?? ''}))`;
