import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../../db/database.ts';
import { relatedBy, relationTypeId } from '../../ontology/permissions.ts';
import type { PermissionLine } from '../role.ts';
import type { MatrixRole } from './rules.ts';

/** Returns the active roles with their permissions, in order, in one statement. */
export const listMatrixRoles = (db: Db): Promise<readonly MatrixRole[]> =>
  rolesWhere(db, sql`true`);

/** Locks and returns roles by id, until the transaction ends. */
export async function lockMatrixRoles(
  tx: Tx,
  ids: readonly string[],
): Promise<readonly MatrixRole[]> {
  const among = sql`role.id = any(${[...ids]}::bigint[])`;
  await sql`select from entities role where role.entity_type = 'role' and ${among} order by role.id for no key update`.execute(
    tx,
  );
  return rolesWhere(tx, among);
}

async function rolesWhere(db: Db, condition: RawBuilder<unknown>): Promise<readonly MatrixRole[]> {
  const { rows } = await sql<MatrixRole>`
    select role.id, role.name, role.label, role.version,
      (select count(*)::integer from relations r where r.target_id = role.id and ${relatedBy('r', 'has_role')}) as holders,
      array(select p.id::text from relations r join entities p on p.id = r.target_id and p.entity_type = 'permission' and p.is_active
        where r.source_id = role.id and ${relatedBy('r', 'has_permission')} order by p.id) as granted
    from entities role where role.entity_type = 'role' and role.is_active and ${condition} order by role.sort_order, role.id`.execute(
    db,
  );
  return rows;
}

/** Returns the number of users with at least one of the roles. */
export async function countHolders(db: Db, roles: readonly string[]): Promise<number> {
  if (roles.length === 0) return 0;
  const { rows } = await sql<{ people: number }>`
    select count(distinct source_id)::integer as people from relations
    where relation_type_id = ${relationTypeId('has_role')} and target_id = any(${[...roles]}::bigint[])`.execute(
    db,
  );
  return rows[0]?.people ?? 0;
}

/** Returns the active permissions among some ids. */
export async function findPermissions(
  db: Db,
  ids: readonly string[],
): Promise<readonly Pick<PermissionLine, 'id' | 'code'>[]> {
  const { rows } = await sql<Pick<PermissionLine, 'id' | 'code'>>`
    select id, name as code from entities where entity_type = 'permission' and is_active and id = any(${[...ids]}::bigint[])`.execute(
    db,
  );
  return rows;
}

/** Who last changed a role after a version, and which permissions. */
interface LaterGrants {
  readonly roleId: string;
  readonly by: string;
  readonly given: readonly string[];
  readonly taken: readonly string[];
}

/** The last change of each role since the version the user saw, in one statement. */
export async function laterGrants(
  tx: Tx,
  seen: ReadonlyMap<string, string>,
): Promise<readonly LaterGrants[]> {
  const { rows } = await sql<LaterGrants>`
    select distinct on (l.target_id) l.target_id as "roleId", coalesce(a.label, l.actor_name) as by,
      coalesce(l.details -> 'given', '[]') as given, coalesce(l.details -> 'taken', '[]') as taken
    from unnest(${[...seen.keys()]}::bigint[], ${[...seen.values()]}::bigint[]) as seen(id, version)
      join audit_log l on l.target_type = 'role' and l.target_id = seen.id and l.target_version > seen.version and l.outcome = 'success'
      left join entities a on a.id = l.actor_id and a.entity_type = 'user'
    order by l.target_id, l.seq desc`.execute(tx);
  return rows;
}
