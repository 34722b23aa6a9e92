import type { PermissionCode } from '../ontology/actor.ts';
import { type FormState, type FormValue, freshForm, several, single } from '../ui/form-state.ts';
import { permissionGroups } from './present.ts';
import type { Catalogue, RoleDetail } from './role.ts';
import { type GrantChange, grantChange } from './rules.ts';

/** A role as the builder shows it: stored, typed, or both. */
export interface Draft {
  readonly state: FormState;
  /** Ids of the permissions that are ticked. */
  readonly chosen: ReadonlySet<string>;
  readonly codes: ReadonlySet<PermissionCode>;
  /** What saving would change of the role's permissions. */
  readonly change: GrantChange;
  /** What saving would change besides. */
  readonly otherChanges: number;
}

/** Fields that aren't shown: which role it is, and what the form had shown of it. */
export const hiddenNames = [
  'role_id',
  'version',
  'seen_label',
  'seen_name',
  'seen_description',
  'seen_permissions',
] as const;

/** The form of a role as it is stored. */
export function storedForm(role: RoleDetail, { permissions }: Catalogue): FormState {
  const ids = permissions.filter(({ code }) => role.codes.includes(code)).map(({ id }) => id);
  return freshForm({
    ...{ label: role.label, name: role.name, description: role.description, permission_ids: ids },
    ...seenForm(role, { permissions }),
  });
}

/** The hidden fields of a role as it is now. */
export const seenForm = (
  role: RoleDetail,
  { permissions }: Pick<Catalogue, 'permissions'>,
): Readonly<Record<string, string>> => ({
  role_id: role.id,
  version: role.version,
  seen_label: role.label,
  seen_name: role.name,
  seen_description: role.description,
  seen_permissions: permissions
    .filter(({ code }) => role.codes.includes(code))
    .map(({ id }) => id)
    .join(','),
});

/** A new role with the permissions of another. */
export const copiedForm = (role: RoleDetail, catalogue: Catalogue, label: string): FormState => {
  const { permission_ids = [] } = storedForm(role, catalogue).values;
  return freshForm({ label, name: '', description: role.description, permission_ids });
};

/** What is to be shown of a form, beside the role that it changes. */
export function draftOf(
  state: FormState,
  { permissions }: Catalogue,
  role: RoleDetail | undefined,
): Draft {
  const chosen = new Set(several(state.values['permission_ids']));
  const codes = permissions.filter(({ id }) => chosen.has(id)).map(({ code }) => code);
  const typed = (name: string) => single(state.values[name]).trim();
  const otherChanges =
    role === undefined
      ? 0
      : [
          typed('label') !== role.label,
          typed('name') !== role.name,
          typed('description') !== role.description,
        ].filter(Boolean).length;
  return {
    state,
    chosen,
    codes: new Set(codes),
    change: grantChange(role?.codes ?? [], codes),
    otherChanges,
  };
}

/**
 * The values after a button of the builder: `all:Users` and `none:Users` tick a group, so that it
 * works without script; anything else only shows the page again. What the actor doesn't hold stays
 * as it is.
 */
export function valuesAfter(
  values: FormState['values'],
  action: string,
  { permissions }: Catalogue,
  held: ReadonlySet<PermissionCode>,
): FormState['values'] {
  const [verb, ...rest] = action.split(':');
  const group = permissionGroups(permissions).find(({ name }) => name === rest.join(':'));
  if (group === undefined || (verb !== 'all' && verb !== 'none')) return values;
  const members = group.permissions.filter(({ code }) => held.has(code)).map(({ id }) => id);
  const others = several(values['permission_ids']).filter((id) => !members.includes(id));
  return {
    ...values,
    permission_ids: verb === 'all' ? [...others, ...members] : others,
  } satisfies Record<string, FormValue>;
}
