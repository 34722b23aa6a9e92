import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';

export const texts = {
  title: 'Action items',
  mine: 'My actions',
  mineLead: 'What committees asked you to do, or a position that you hold.',
  lead: (open: number, overdue: number) =>
    overdue === 0
      ? `${counted(open, 'open action item')}.`
      : `${counted(open, 'open action item')}, ${overdue} overdue.`,
  fields: {
    description: 'Description',
    owner: 'Responsible',
    due: 'Due',
    status: 'Status',
    committee: 'Committee',
    source: 'From',
    actions: 'Actions',
  },
  states: { open: 'Open', in_progress: 'In progress', done: 'Done' },
  overdue: (state: string) => `Overdue, ${state.toLowerCase()}`,
  nobody: 'Not assigned',
  noDue: 'No date',
  set: {
    open: 'Reopen item',
    in_progress: 'Start item',
    done: 'Mark as done',
    label: (to: string, item: string) => `${to}: ${item}`,
  },
  none: 'No action items',
  noneMore: 'Action items of meetings appear here until they are done.',
  form: {
    create: 'New action item',
    edit: 'Edit action item',
    submit: 'Create action item',
    save: 'Save action item',
    ownerHelp: 'A member of the committee, or a position: the user who holds it.',
    ownerEmpty: 'Not assigned',
  },
  edit: 'Edit',
  delete: 'Delete',
  deletion: {
    title: (item: string) => `Delete action item “${item}”?`,
    body: 'The action item disappears from the lists of its owner and its committee.',
    confirm: 'Delete action item',
    keep: 'Keep action item',
  },
  created: (item: string) => `Action item “${item}” created.`,
  saved: (item: string) => `Action item “${item}” saved.`,
  deleted: (item: string) => `Action item “${item}” deleted.`,
  moved: (item: string) => `Status of “${item}” saved.`,
  offers: { mine: { label: 'Show my actions', words: 'action items tasks todo' } },
  refused: {
    due: 'Enter a date such as 2026-03-24, or none.',
    owner: 'Choose a member or a position of the committee.',
    state: 'Only the responsible user and members who record decisions change this item.',
  },
} as const satisfies Texts;
