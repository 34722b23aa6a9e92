import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';

export const texts = {
  title: 'My work',
  lead: (count: number) =>
    count === 0
      ? 'Nothing waits for you.'
      : `${counted(count, 'item')} ${count === 1 ? 'waits' : 'wait'} for you.`,
  leadNarrowed: 'Filtered items that wait for you.',
  noun: 'items',
  search: 'Item or committee',
  everything: 'All items',
  kinds: {
    meetings: 'Meetings',
    suggestions: 'Suggestions to review',
    proposals: 'Proposals',
    agenda: 'Waiting for an agenda',
    ballots: 'Open ballots',
    opinions: 'Opinions to give',
    minutes: 'Minutes',
    actions: 'Action items',
  },
  columns: {
    item: 'Item',
    committee: 'Committee',
    status: 'Status',
    since: 'Since',
    actions: 'Actions',
    due: 'Due',
  },
  overdue: 'Overdue',
  noDue: 'No date',
  statuses: {
    draft: 'Draft',
    pending_approval: 'Pending approval',
    approved: 'Approved',
    open: 'Open',
    in_progress: 'In progress',
    scheduled: 'Scheduled',
  } as Readonly<Record<string, string>>,
  steps: {
    queue: 'Add to queue',
    schedule: 'Put on agenda',
    vote: 'Vote',
    opinion: 'Give opinion',
    approve: 'Review minutes',
    submit: 'Complete minutes',
    sign: 'Sign minutes',
    write: 'Write minutes',
    action: 'Open',
  },
  filter: {
    committee: 'Committee',
    anyCommittee: 'All committees',
    kind: 'Kind',
    anyKind: 'All kinds',
  },
  none: 'Nothing waits for you',
  noneAdvice: 'Items that need your review, opinion, decision or approval appear here.',
  noPosition: 'You hold no position in a committee',
  noPositionAdvice: 'Work appears here once you fill a position in a committee.',
} as const satisfies Texts;
