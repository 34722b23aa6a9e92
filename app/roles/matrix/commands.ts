import type { Tx } from '../../db/database.ts';
import { command } from '../../ontology/command.ts';
import { type Reason, refuse, savedAll } from '../../ontology/outcome.ts';
import { relate, unrelate } from '../../ontology/relations.ts';
import { lockAccess, requireAdministrator } from '../access-lock.ts';
import { grantChange } from '../rules.ts';
import { findPermissions, laterGrants, lockMatrixRoles } from './queries.ts';
import { countChanges, decideMatrix, type MatrixRole, type RoleChange } from './rules.ts';
import type { MatrixChange } from './schema.ts';
import { texts } from './texts.ts';

/**
 * Changes the permissions of roles: all changes or none. Each role has an audit entry. Returns the
 * number of granted and revoked permissions.
 */
export const updateMatrix = command<
  MatrixChange,
  { readonly given: number; readonly taken: number }
>('role.permissions_changed', { may: 'roles.manage' }, async (tx, context) => {
  const { input } = context;
  const powers = await lockAccess(tx, context);
  const cells = [...input.give, ...input.take];
  const roles = await lockMatrixRoles(
    tx,
    cells.map(({ role }) => role),
  );
  const granted = roles.flatMap((role) => role.granted);
  const permissions = await findPermissions(tx, [
    ...new Set([...cells.map(({ permission }) => permission), ...granted]),
  ]);
  const verdict = decideMatrix(powers, input, roles, permissions);
  if (!verdict.ok) throw refuse(await toldBy(tx, verdict, input), verdict.status);
  const { changes } = verdict;
  await unrelate(tx, grantsOf(changes, 'take'));
  await relate(tx, grantsOf(changes, 'give'));
  if (changes.some(({ take }) => take.length > 0)) await requireAdministrator(tx);
  return savedAll(changes.map(inAudit), countChanges(changes));
});

const grantsOf = (changes: readonly RoleChange[], which: 'give' | 'take') =>
  changes.flatMap((change) =>
    change[which].map((target) => ({ type: 'has_permission', source: change.role.id, target })),
  );

const inAudit = ({ role: { id, name, label }, before, after }: RoleChange) => ({
  target: { type: 'role', id, label },
  before: { permissions: before },
  after: { permissions: after },
  details: { role_name: name, ...grantChange(before, after) },
});

/**
 * A conflict names the user who saved first and the changes, as far as the audit log has them (spec
 * roles#matrix).
 */
async function toldBy(
  tx: Tx,
  {
    reasons,
    stale,
  }: { readonly reasons: readonly Reason[]; readonly stale: readonly MatrixRole[] },
  { versions }: MatrixChange,
): Promise<readonly Reason[]> {
  if (stale.length === 0) return reasons;
  const later = await laterGrants(
    tx,
    new Map(stale.flatMap(({ id }) => (versions.has(id) ? [[id, versions.get(id) ?? '0']] : []))),
  );
  return stale.map(({ id, label }) => {
    const last = later.find(({ roleId }) => roleId === id);
    return {
      message:
        last === undefined
          ? texts.stale(label)
          : texts.staleBy(label, last.by, last.given, last.taken),
    };
  });
}
