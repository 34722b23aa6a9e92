import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Actor, PermissionCode } from '../ontology/actor.ts';
import { refuse } from '../ontology/outcome.ts';
import { currentPermissions, relatedBy } from '../ontology/permissions.ts';
import { isUnavailable } from '../ontology/sqlstate.ts';
import { administrationCodes, type Powers, staysAdministered } from './rules.ts';
import { texts } from './texts.ts';

/** Held by changes of access until the commit. */
const lockKey = 'ahlt who may do what';

/**
 * Maximum wait for the lock: an import may hold it longer, and a refused form is better than one
 * that hangs.
 */
const patience = '8s';

/**
 * Starts a change of accounts, roles or permissions. Such changes are serialized: of two that are
 * each allowed but together would leave no administrator, the second is refused (spec
 * permissions#administrators). The actor's permissions are read again afterwards, because the
 * previous change may have revoked them. Refused if the actor lacks `code`, or if the wait takes
 * too long.
 * @param code permission that the command requires
 */
export async function lockAccess(
  tx: Tx,
  { actor, code }: { readonly actor: Actor; readonly code: PermissionCode | undefined },
): Promise<Powers> {
  // Evaluated from left to right: the limit applies to this lock only.
  await sql`select set_config('lock_timeout', ${patience}, true), pg_advisory_xact_lock(hashtextextended(${lockKey}, 0)),
    set_config('lock_timeout', '0', true)`
    .execute(tx)
    .catch(refuseWhenTaken);
  if (actor.kind === 'system') return 'everything';
  const powers = await currentPermissions(tx, actor);
  if (code !== undefined && !powers.has(code)) throw refuse(texts.refusal.permissionsChanged, 409);
  return powers;
}

function refuseWhenTaken(error: unknown): never {
  throw isUnavailable(error)
    ? refuse({ message: texts.refusal.accessBusy, code: 'access_busy' }, 409)
    : error;
}

/**
 * Ends such a change: refuses it if no active user would keep the permissions to restore access.
 */
export async function requireAdministrator(tx: Tx): Promise<void> {
  const { rows } = await sql<{
    administered: boolean;
  }>`select ${isAdministered} as administered`.execute(tx);
  const verdict = staysAdministered(rows[0]?.administered === true);
  if (verdict !== true) throw refuse({ message: verdict, code: 'last_administrator' }, 409);
}

/**
 * `(select … )`: ids of the users who have a permission through an active role; starts from the
 * roles, which are few.
 */
const holdersOf = (code: PermissionCode) => sql`(
  select held.source_id
  from role_grants given
    join entities role on role.id = given.role_id and role.is_active
    join relations held on held.target_id = role.id and ${relatedBy('held', 'has_role')}
  where given.codes @> array[${code}]::text[])`;

const [manage, assign] = administrationCodes;

/**
 * `exists (…)`: whether an active user can manage and assign roles, which must always be the case
 * (spec permissions#administrators).
 */
export const isAdministered = sql<boolean>`exists (
  select from entities u where u.entity_type = 'user' and u.is_active and u.id in ${holdersOf(manage)} and u.id in ${holdersOf(assign)})`;
