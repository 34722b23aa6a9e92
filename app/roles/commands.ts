import type { Tx } from '../db/database.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { type CommandContext, command } from '../ontology/command.ts';
import { changedMeanwhile } from '../ontology/conflict.ts';
import { changeEntity, insertEntity, lockEntity, removeEntities } from '../ontology/entities.ts';
import { type Entity, findEntities, findEntity } from '../ontology/lookup.ts';
import { type Reason, refuse, refuseConflict, saved, savedAll } from '../ontology/outcome.ts';
import { findTargets, relate, setTargets, unrelate } from '../ontology/relations.ts';
import { lockAccess, requireAdministrator } from './access-lock.ts';
import { findRole } from './queries.ts';
import type { RoleDetail } from './role.ts';
import { grantChange, mayDelete, mayGive, mayGrant, mayRename, type Powers } from './rules.ts';
import type { NewRoleInput, RoleInput } from './schema.ts';
import { texts } from './texts.ts';

/**
 * Creates a role with permissions (spec roles#builder). Actors cannot grant permissions they lack
 * (spec permissions#no-escalation). Returns its id.
 */
export const createRole = command<NewRoleInput, string>(
  'role.created_via_builder',
  { may: 'roles.manage' },
  async (tx, context) => {
    const { input } = context;
    const powers = await lockAccess(tx, context);
    const codes = await codesOf(tx, input.permission_ids);
    requireGrantable(powers, codes);
    const { name, label, description } = input;
    const role = await insertEntity(tx, { type: 'role', name, label, properties: { description } });
    await relate(
      tx,
      input.permission_ids.map((target) => ({ type: 'has_permission', source: role.id, target })),
    );
    return saved({
      target: { type: 'role', id: role.id, label },
      after: { name, label, description, permissions: codes.toSorted() },
      details: { permission_count: codes.length },
      value: role.id,
    });
  },
);

/** Updates a role and replaces its permissions. Returns the number of affected users. */
export const updateRole = command<
  RoleInput,
  { readonly id: string; readonly label: string; readonly holders: number }
>('role.permissions_changed', { may: 'roles.manage' }, async (tx, context) => {
  const { input } = context;
  const powers = await lockAccess(tx, context);
  const current = await lockEntity(tx, 'role', input.role_id);
  const before = await presentRole(tx, input.role_id);
  const { version } = input;
  if (
    version !== undefined &&
    changedMeanwhile(factsOf(before), await seenRole(tx, input)).length > 0
  )
    throw refuseConflict(current, version);
  const codes = await codesOf(tx, input.permission_ids);
  const { given, taken } = grantChange(before.codes, codes);
  // Applies to the label too: renaming a role with more permissions could mislead users about what
  // it grants.
  requireGrantable(powers, [...new Set([...before.codes, ...given, ...taken])]);
  requireName(before, input.name);
  const { name, label, description } = input;
  await changeEntity<'role'>(tx, current, { name, label, properties: { description } });
  await setTargets(tx, 'has_permission', current.id, [
    ...input.permission_ids,
    ...(await hiddenGrants(tx, current.id)),
  ]);
  if (taken.length > 0) await requireAdministrator(tx);
  return saved({
    target: { type: 'role', id: current.id, label },
    before: factsOf(before),
    after: { name, label, description, permissions: codes.toSorted() },
    details: {
      role_name: name,
      new_permission_count: codes.length,
      given,
      taken,
      people: before.holders,
    },
    value: { id: current.id, label, holders: before.holders },
  });
});

/** Deletes a role without holders. Returns its label. */
export const deleteRole = command<{ readonly id: string }, string>(
  'role.deleted',
  { may: 'roles.manage' },
  async (tx, context) => {
    const { input } = context;
    const powers = await lockAccess(tx, context);
    await lockEntity(tx, 'role', input.id);
    const role = await presentRole(tx, input.id);
    const verdict = mayDelete(role);
    if (verdict !== true) throw refuse(verdict, 409);
    requireGrantable(powers, role.codes);
    await removeEntities(tx, [role.id]);
    return saved({
      target: { type: 'role', id: role.id, label: role.label },
      before: factsOf(role),
      details: { role_name: role.name },
      value: role.label,
    });
  },
);

interface Assignment {
  readonly user_id: string;
  readonly role_id: string;
}

export interface Assigned {
  readonly person: string;
  readonly role: string;
}

/** Assigns a role to a user; does nothing if they have it. */
export const assignRole = command<Assignment, Assigned>(
  'role.assigned',
  { may: 'roles.assign' },
  async (tx, context) => {
    const { role, person } = await openAssignment(tx, context);
    const made = await relate(tx, [{ type: 'has_role', source: person.id, target: role.id }]);
    return assigned(made > 0, role, person);
  },
);

/**
 * Removes a role from a user; does nothing if they do not have it. Refused if no administrator
 * would remain (spec permissions#administrators).
 */
export const unassignRole = command<Assignment, Assigned>(
  'role.unassigned',
  { may: 'roles.assign' },
  async (tx, context) => {
    const { role, person } = await openAssignment(tx, context);
    const ended = await unrelate(tx, [{ type: 'has_role', source: person.id, target: role.id }]);
    if (ended > 0) await requireAdministrator(tx);
    return assigned(ended > 0, role, person);
  },
);

/**
 * Locks both ends, of the right types (spec roles#assignment), and a role that the actor may
 * assign.
 */
async function openAssignment(tx: Tx, context: CommandContext<Assignment>) {
  const powers = await lockAccess(tx, context);
  const { user_id, role_id } = context.input;
  const [role, person] = [await findRole(tx, role_id), await findEntity(tx, user_id)];
  const reasons: Reason[] = [];
  if (role === undefined) reasons.push({ field: 'role_id', message: texts.problem.noRole });
  if (person?.type !== 'user') reasons.push({ field: 'user_id', message: texts.problem.noPerson });
  if (role === undefined || person === undefined || reasons.length > 0) throw refuse(reasons);
  const verdict = mayGive(powers, role);
  if (verdict !== true) throw refuse(verdict);
  return { role, person };
}

function assigned(isChanged: boolean, { id, label }: RoleDetail, person: Entity) {
  const change = {
    target: { type: 'role', id, label },
    details: { user_id: person.id, user: person.label, role_id: id },
  };
  return savedAll(isChanged ? [change] : [], { person: person.label, role: label });
}

/**
 * Inactive permissions of a role: the form does not show them, so they are kept (spec
 * roles#builder).
 */
async function hiddenGrants(tx: Tx, roleId: string): Promise<readonly string[]> {
  const granted = await findEntities(
    tx,
    'permission',
    await findTargets(tx, roleId, 'has_permission'),
  );
  return granted.filter(({ isActive }) => !isActive).map(({ id }) => id);
}

async function presentRole(tx: Tx, id: string): Promise<RoleDetail> {
  const role = await findRole(tx, id);
  if (role === undefined) throw refuse(texts.refusal.deletedMeanwhile, 409);
  return role;
}

/** The editable facts of a role. */
const factsOf = ({ name, label, description, codes }: RoleDetail) => ({
  name,
  label,
  description,
  permissions: codes.toSorted(),
});

async function seenRole(tx: Tx, input: RoleInput) {
  const codes = await codesOf(tx, input.seen_permissions, { lenient: true });
  return {
    name: input.seen_name,
    label: input.seen_label,
    description: input.seen_description,
    permissions: codes.toSorted(),
  };
}

/** Codes of active permissions by id. Refuses other ids (spec requests#input). */
async function codesOf(
  tx: Tx,
  ids: readonly string[],
  { lenient = false } = {},
): Promise<readonly PermissionCode[]> {
  const found = (await findEntities(tx, 'permission', ids)).filter(({ isActive }) => isActive);
  if (!lenient && found.length < ids.length)
    throw refuse({ field: 'permission_ids', message: texts.builder.unknownPermission });
  return found.map(({ name }) => name as PermissionCode);
}

function requireGrantable(powers: Powers, codes: readonly PermissionCode[]): void {
  const verdict = mayGrant(powers, codes);
  if (verdict !== true) throw refuse({ field: 'permission_ids', message: verdict });
}

function requireName(before: RoleDetail, name: string): void {
  const verdict = before.name === name || mayRename(before);
  if (verdict !== true) throw refuse({ field: 'name', message: verdict });
}
