import type { Texts } from '../ui/texts.ts';

/** Words of the list of menu entries. */
export const texts = {
  ...{ title: 'Menu entries', lead: 'What the menu says, in which order, and what of it shows.', none: 'The menu is empty.' },
  ...{ label: 'Label', address: 'Address', place: 'Place in its module', active: 'Shown', yes: 'Yes', no: 'No' },
  ...{ search: 'Label or address', save: 'Save entry', saved: (label: string) => `${label} saved.` },
} satisfies Texts;
