import type { Texts } from '../../ui/texts.ts';
import { counted, listed } from '../../ui/words.ts';

/** Texts of the permission matrix. */
export const texts = {
  /** Entries of the global search. */
  offers: {
    permissions: {
      label: 'Change permissions',
      words: 'edit give grant take revoke matrix role may',
    },
  },
  title: 'Permissions by role',
  lead: 'Permissions of each role. Users see the menu entries that their permissions open.',
  menu: 'Edit the menu',
  matrix: 'Permissions by role',
  roles: 'Roles',
  allRoles: 'All roles',
  permission: 'Permission',
  cell: (role: string, permission: string) => `${role}: ${permission}`,
  opens: (entries: readonly string[]) => `Shows ${listed(entries)}`,
  people: (count: number) => counted(count, 'user'),
  more: "You can't change this role: it has permissions that you don't have.",
  notYours: "You can't change this permission: you don't have it.",
  role: (permissions: number, people: number) =>
    `${counted(permissions, 'permission')}, ${counted(people, 'user')}`,
  allOf: (group: string) => `All of ${group}`,
  save: 'Save permissions',
  discard: 'Discard changes',
  noChanges: 'No unsaved changes',
  unsaved: (changes: number, people: number) =>
    `${counted(changes, 'unsaved change')}, ${counted(people, 'user')} affected`,
  effect: 'Saved changes take effect on the next page that users open.',
  count: 'Count changes',
  saved: (given: number, taken: number) =>
    given + taken === 0
      ? 'Nothing was changed.'
      : `Permissions saved: ${given} granted, ${taken} revoked.`,
  nothing: 'No roles yet',
  nothingAdvice: 'Create a role first, then choose its permissions here.',
  newRole: 'New role',
  unknownRole: 'One of the roles does not exist. Reload the page.',
  unknownPermission: 'One of the permissions does not exist or is inactive. Reload the page.',
  stale: (role: string) =>
    `${role} was changed while you were editing. The current state and your changes are below. Save again to apply them.`,
  staleBy: (role: string, by: string, given: readonly string[], taken: readonly string[]) =>
    `${by} changed ${role} while you were editing${changed(given, taken)}. The current state and your changes are below. Save again to apply them.`,
} satisfies Texts;

function changed(given: readonly string[], taken: readonly string[]): string {
  const parts = [
    given.length > 0 ? `granted ${listed(given)}` : '',
    taken.length > 0 ? `revoked ${listed(taken)}` : '',
  ].filter(Boolean);
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}
