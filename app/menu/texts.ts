import type { Texts } from '../ui/texts.ts';
import { listed } from '../ui/words.ts';

/** Texts of the menu editor. */
export const texts = {
  /** Entries of the global search. */
  offers: {
    menu: { label: 'Edit the menu', words: 'change navigation order move rename hide entry' },
  },
  title: 'Menu',
  lead: 'Order and visibility of entries. Users see the entries that their permissions open.',
  tree: 'Menu entries',
  empty: 'The menu is empty',
  emptyAdvice: 'Seed the database to add the entries of the app.',
  strays: 'Without a module',
  straysAdvice:
    'Their module was deleted, so they are hidden. Edit an entry to choose another module.',
  permissions: 'Permissions by role',
  entriesOf: (module: string) => `Entries of ${module}`,
  needs: (permissions: readonly string[]) => listed(permissions),
  everyone: 'Everyone',
  shown: 'Shown',
  hidden: 'Hidden',
  noPage: 'No page yet',
  noPageAdvice: 'This version has no page at this address, so the entry is hidden.',
  edit: 'Edit',
  up: (label: string) => `Move ${label} up`,
  down: (label: string) => `Move ${label} down`,
  drag: 'Drag entries, or use the arrows.',
  label: 'Label',
  module: 'Module',
  moduleHelp: 'The entry moves to the end of its new module.',
  active: 'Shown in the menu',
  address: (url: string) => `Opens ${url}`,
  save: 'Save entry',
  saved: (label: string) => `${label} saved.`,
  moved: (label: string, number: number, of: number, module: string | undefined) =>
    module === undefined
      ? `${label} is now module ${number} of ${of}.`
      : `${label} is now entry ${number} of ${of} in ${module}.`,
  refusal: {
    changed: 'The menu has changed. Check the order, then move the entry again.',
    kind: (label: string) =>
      `${label} can't be moved there: modules stay at the top level, and entries in a module.`,
    empty: (module: string) => `${module} would be left without entries. Hide the module instead.`,
  },
} as const satisfies Texts;
