import { texts as common, type Texts } from '../ui/texts.ts';

/** Texts of the search. */
export const texts = {
  title: 'Search',
  lead: 'Find pages, actions, committees, users, documents and the work of committees.',
  words: 'Page, committee, user, document, decision or any word',
  submit: 'Search',
  page: 'Page',
  action: 'Action',
  person: 'User',
  unread: (count: number) => `${common.shell.unread(count)} unread`,
  pages: 'Pages',
  actions: 'Actions',
  people: 'Users',
  committee: 'Committee',
  committees: 'Committees',
  kinds: {
    suggestion: 'Suggestion',
    proposal: 'Proposal',
    agenda_point: 'Agenda point',
    coa: 'Course of action',
    coa_section: 'Course of action',
    decision: 'Decision',
    meeting: 'Meeting',
    minutes_section: 'Minutes',
  },
  items: 'Suggestions, proposals, meetings and decisions',
  document: 'Document',
  documents: 'Documents',
  first: (most: number) => `There may be more than these ${most}. Add a word to narrow the search.`,
  none: (words: string) => `Nothing found for “${words}”`,
  noneAdvice: 'Enter the first letters of a name.',
} satisfies Texts;
