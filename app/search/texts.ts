import type { Texts } from '../ui/texts.ts';

/** Texts of the search. */
export const texts = {
  title: 'Search',
  lead: 'Find pages, actions, committees, users and documents.',
  words: 'Page, committee, user or document',
  submit: 'Search',
  page: 'Page',
  action: 'Action',
  person: 'User',
  pages: 'Pages',
  actions: 'Actions',
  people: 'Users',
  committee: 'Committee',
  committees: 'Committees',
  document: 'Document',
  documents: 'Documents',
  none: (words: string) => `Nothing found for “${words}”`,
  noneAdvice: 'Enter the first letters of a name.',
} satisfies Texts;
