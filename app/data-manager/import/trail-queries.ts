import { sql } from 'kysely';
import type { Tx } from '../../db/database.ts';
import type { Change } from '../../ontology/outcome.ts';
import { relationTypeId } from '../../ontology/permissions.ts';
import type { EntityItem } from '../formats/items.ts';
import { peoplePerRow, type StoredState } from './trail.ts';

/**
 * Locks and returns those of some entities that exist, by `type:name`, until the transaction ends.
 */
export async function lockStates(
  tx: Tx,
  items: readonly EntityItem[],
): Promise<ReadonlyMap<string, StoredState>> {
  if (items.length === 0) return new Map();
  const [types, names] = [items.map(({ type }) => type), items.map(({ name }) => name)];
  const { rows } = await sql<StoredState>`
    select e.id, e.entity_type as type, e.name, e.label, e.sort_order as "sortOrder", e.is_active as "isActive", e.properties
    from unnest(${types}::text[], ${names}::text[]) w(type, name) join entities e on e.entity_type = w.type and e.name = w.name
    order by e.id for no key update of e`.execute(tx);
  return new Map(rows.map((row) => [`${row.type}:${row.name}`, row]));
}

/**
 * Returns the newest relation. Grants with a later id were made by the holder of the access lock.
 */
export async function newestRelation(tx: Tx): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`select coalesce(max(id), 0)::text as id from relations`.execute(tx);
  return rows[0]?.id ?? '0';
}

interface Grant {
  readonly id: string;
  readonly label: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Roles and menu entries that got permissions after a relation, with the permissions before and
 * after.
 */
const grantsSince = (after: string, type: 'has_permission' | 'requires_permission') => sql<Grant>`
  select s.id, s.label,
    coalesce(json_agg(p.name order by p.name) filter (where r.id <= ${after}), '[]') as before, json_agg(p.name order by p.name) as after
  from (select distinct source_id from relations where id > ${after} and relation_type_id = ${relationTypeId(type)}) fresh
    join entities s on s.id = fresh.source_id
    join relations r on r.source_id = s.id and r.relation_type_id = ${relationTypeId(type)} join entities p on p.id = r.target_id
  group by s.id, s.label order by s.id`;

interface Assignment {
  readonly id: string;
  readonly label: string;
  /** One user with id and label, or the names of several. */
  readonly people: readonly {
    readonly id: string;
    readonly label: string;
    readonly name: string;
  }[];
}

/** Roles assigned after a relation: one by one at first, then many users together. */
const assignmentsSince = (after: string) => sql<Assignment>`
  select g.id, g.label, json_agg(json_build_object('id', u.id::text, 'label', u.label, 'name', u.name) order by r.n) as people
  from (select source_id, target_id, n, case when n <= ${peoplePerRow.alone} then n else 0 end as alone,
      case when n <= ${peoplePerRow.alone} then 0 else (row_number() over (partition by target_id, n > ${peoplePerRow.alone} order by n) - 1) / ${peoplePerRow.together} end as part
    from (select source_id, target_id, row_number() over (order by id) as n
      from relations where id > ${after} and relation_type_id = ${relationTypeId('has_role')}) numbered) r
    join entities u on u.id = r.source_id join entities g on g.id = r.target_id
  group by g.id, g.label, r.alone, r.part order by min(r.n)`;

/** Grants made after a relation, as the pages of roles and menu record them. */
export async function readGrants(
  tx: Tx,
  after: string,
  importId: string,
): Promise<readonly Change[]> {
  const details = { import: importId };
  const [roles, entries, assignments] = [
    (await grantsSince(after, 'has_permission').execute(tx)).rows,
    (await grantsSince(after, 'requires_permission').execute(tx)).rows,
    (await assignmentsSince(after).execute(tx)).rows,
  ];
  const permissions = ({ before, after: now }: Grant) => ({
    before: { permissions: before },
    after: { permissions: now },
    details,
  });
  return [
    ...roles.map(
      (grant): Change => ({
        action: 'role.permissions_changed',
        target: { type: 'role', ...named(grant) },
        ...permissions(grant),
      }),
    ),
    ...entries.map(
      (grant): Change => ({
        action: 'menu.updated',
        target: { type: 'nav_item', ...named(grant) },
        ...permissions(grant),
      }),
    ),
    ...assignments.map(
      (assignment): Change => ({
        action: 'role.assigned',
        target: { type: 'role', ...named(assignment) },
        details: { ...details, ...peopleOf(assignment) },
      }),
    ),
  ];
}

const named = ({ id, label }: { readonly id: string; readonly label: string }) => ({ id, label });

function peopleOf({ id, people }: Assignment) {
  const [first] = people;
  if (people.length === 1 && first !== undefined)
    return { user_id: first.id, user: first.label, role_id: id };
  return { people: people.map(({ name }) => name), role_id: id };
}
