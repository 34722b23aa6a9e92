import type { Texts } from '../ui/texts.ts';
import { listed } from '../ui/words.ts';

/** Words of the menu's editor. */
export const texts = {
  /** Found by the search. */
  offers: {
    menu: { label: 'Edit the menu', words: 'change navigation order move rename hide entry' },
  },
  title: 'Menu',
  lead: 'What the menu shows, and in which order. People see the entries that their permissions open.',
  tree: 'Entries of the menu',
  empty: 'The menu is empty',
  emptyAdvice: 'Seed the database to get the entries of the app.',
  strays: 'In no module',
  straysAdvice: 'Their module is gone, so nobody sees them. Edit an entry to choose another module.',
  permissions: 'Permissions by role',
  entriesOf: (module: string) => `Entries of ${module}`,
  needs: (permissions: readonly string[]) => listed(permissions),
  everyone: 'Everyone',
  shown: 'Shown',
  hidden: 'Hidden',
  noPage: 'No page yet',
  noPageAdvice: 'This version of the app has no page at this address, so nobody sees the entry.',
  edit: 'Edit',
  up: (label: string) => `Move ${label} up`,
  down: (label: string) => `Move ${label} down`,
  drag: 'Drag entries to their place, or use the arrows.',
  label: 'Label',
  module: 'Module',
  moduleHelp: 'In another module it becomes the last entry.',
  active: 'Shown in the menu',
  address: (url: string) => `Opens ${url}`,
  save: 'Save entry',
  saved: (label: string) => `${label} saved.`,
  moved: (label: string, number: number, of: number, module: string | undefined) =>
    module === undefined ? `${label} is module ${number} of ${of} now.` : `${label} is entry ${number} of ${of} in ${module} now.`,
  refusal: {
    changed: 'The menu was changed in the meantime. Look at it again, then move the entry.',
    kind: (label: string) => `${label} can't go there: modules stay at the top, and entries in a module.`,
    empty: (module: string) => `${module} would be left without entries. Hide the module instead.`,
  },
} as const satisfies Texts;
