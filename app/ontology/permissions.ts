import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { Actor, PermissionCode } from './actor.ts';

/**
 * The current permissions of an actor: the union of active permissions over the active roles of an
 * active user (spec permissions#check), within the actor's limits. Empty for users who were
 * deleted, are inactive or have not signed in.
 */
export async function currentPermissions(
  db: Db,
  actor: Pick<Actor, 'id' | 'limitedTo'>,
): Promise<ReadonlySet<PermissionCode>> {
  if (actor.id === null) return new Set();
  const { rows } = await sql<{
    code: PermissionCode;
  }>`select distinct code from ${grantsOf(sql.val(actor.id))}`.execute(db);
  const { limitedTo } = actor;
  return new Set(
    rows.map(({ code }) => code).filter((code) => limitedTo === undefined || limitedTo.has(code)),
  );
}

/** `(select … as code) grants`: the permission codes of a user by id, for use in another query. */
export const grantsOf = (userId: ReturnType<typeof sql>) => sql`(
  select unnest(given.codes) as code
  from entities grantee
    join relations held on held.source_id = grantee.id and held.relation_type_id = ${relationTypeId('has_role')}
    join entities role on role.id = held.target_id and role.is_active
    join role_grants given on given.role_id = role.id
  where grantee.id = ${userId} and grantee.entity_type = 'user' and grantee.is_active) grants`;

/**
 * The id of a relation type, evaluated once per statement: as a scalar it lets the planner use the
 * index over types and ends.
 */
export const relationTypeId = (name: string) =>
  sql<string>`(select id from entities where entity_type = 'relation_type' and name = ${name})`;

/** Whether the relation `alias` has a type. */
export const relatedBy = (alias: string, type: string) =>
  sql<boolean>`${sql.ref(`${alias}.relation_type_id`)} = ${relationTypeId(type)}`;
