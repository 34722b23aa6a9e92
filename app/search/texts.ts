import type { Texts } from '../ui/texts.ts';

/** Words of the search. */
export const texts = {
  title: 'Search',
  lead: 'Pages that you may open, and people.',
  words: 'Page or person',
  submit: 'Search',
  page: 'Page',
  person: 'Person',
  pages: 'Pages',
  people: 'People',
  none: (words: string) => `Nothing found for “${words}”`,
  noneAdvice: 'Try the beginning of a name.',
} satisfies Texts;
