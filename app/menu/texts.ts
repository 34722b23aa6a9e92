import type { Texts } from '../ui/texts.ts';
import { counted, listed } from '../ui/words.ts';

/** Words of the menu builder. */
export const texts = {
  /** Found by the search. */
  offers: {
    permissions: { label: 'Change permissions', words: 'edit give grant take revoke matrix role may' },
  },
  title: 'Permissions by role',
  lead: 'Which role may do what. People see the menu entries that their permissions open.',
  menu: 'Edit the menu',
  matrix: 'Permissions by role',
  roles: 'Roles',
  allRoles: 'All roles',
  permission: 'Permission',
  cell: (role: string, permission: string) => `${role}: ${permission}`,
  opens: (entries: readonly string[]) => `Shows ${listed(entries)}`,
  people: (count: number) => counted(count, 'person', 'people'),
  more: 'It may do more than you, so you cannot change it.',
  notYours: 'You do not hold this permission, so you cannot decide about it.',
  role: (permissions: number, people: number) => `${counted(permissions, 'permission')}, held by ${counted(people, 'person', 'people')}`,
  allOf: (group: string) => `All of ${group}`,
  save: 'Save permissions',
  discard: 'Discard',
  noChanges: 'No unsaved changes',
  unsaved: (changes: number, people: number) => `${counted(changes, 'unsaved change')}, ${counted(people, 'person', 'people')} affected`,
  effect: 'Once saved, it takes effect with the next page that people open.',
  count: 'Count the changes',
  saved: (given: number, taken: number) =>
    given + taken === 0 ? 'Nothing was changed.' : `Permissions saved: ${given} given, ${taken} taken.`,
  nothing: 'There are no roles yet',
  nothingAdvice: 'Build a role first; then decide here what it may do.',
  newRole: 'New role',
  unknownRole: 'One of the roles does not exist any more. Load the page again.',
  unknownPermission: 'One of the permissions does not exist or is not active. Load the page again.',
  stale: (role: string) =>
    `${role} was changed while you were deciding. Below is how it is now, with your changes on top; save again to make them.`,
  staleBy: (role: string, by: string, given: readonly string[], taken: readonly string[]) =>
    `${by} changed ${role} while you were deciding${told(given, taken)}. Below is how it is now, with your changes on top; save again to make them.`,
} satisfies Texts;

function told(given: readonly string[], taken: readonly string[]): string {
  const parts = [given.length > 0 ? `gave ${listed(given)}` : '', taken.length > 0 ? `took ${listed(taken)}` : ''].filter(Boolean);
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}
