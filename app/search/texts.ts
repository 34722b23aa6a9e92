import type { Texts } from '../ui/texts.ts';

/** Words of the search. */
export const texts = {
  title: 'Search',
  lead: 'Pages and actions that are open to you, and people.',
  words: 'Page, action or person',
  submit: 'Search',
  page: 'Page',
  action: 'Action',
  person: 'Person',
  pages: 'Pages',
  actions: 'Actions',
  people: 'People',
  none: (words: string) => `Nothing found for “${words}”`,
  noneAdvice: 'Try the beginning of a name.',
} satisfies Texts;
