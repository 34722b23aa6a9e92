import type { PermissionCode } from '../ontology/actor.ts';
import { type FormState, type FormValue, freshForm, several, single } from '../ui/form-state.ts';
import { permissionGroups } from './present.ts';
import type { Catalogue, RoleDetail } from './role.ts';
import { type GrantChange, grantChange } from './rules.ts';

/** A role as the builder shows it: stored, edited, or both. */
export interface Draft {
  readonly state: FormState;
  /** Ids of the selected permissions. */
  readonly chosen: ReadonlySet<string>;
  readonly codes: ReadonlySet<PermissionCode>;
  /** Changes of the role's permissions on saving. */
  readonly change: GrantChange;
  /** Number of other changes on saving. */
  readonly otherChanges: number;
}

/** Hidden fields: the role, and the state the form showed. */
export const hiddenNames = [
  'role_id',
  'version',
  'seen_label',
  'seen_name',
  'seen_description',
  'seen_permissions',
] as const;

/** The form of a stored role. */
export function storedForm(role: RoleDetail, { permissions }: Catalogue): FormState {
  const ids = permissions.filter(({ code }) => role.codes.includes(code)).map(({ id }) => id);
  return freshForm({
    ...{ label: role.label, name: role.name, description: role.description, permission_ids: ids },
    ...seenForm(role, { permissions }),
  });
}

/** The hidden fields for the current state of a role. */
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

/** The form's content to show, in addition to the role being edited. */
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
 * The values after a button of the builder: `all:Users` and `none:Users` select a group, without
 * JavaScript; any other action only renders the page again. Permissions that the actor lacks are
 * not changed.
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
