import type { Texts } from '../ui/texts.ts';
import { counted, number } from '../ui/words.ts';

export const texts = {
  title: 'Proposals',
  one: 'Proposal',
  newProposal: 'New proposal',
  fields: {
    title: 'Title',
    description: 'Description',
    rationale: 'Rationale',
    titleHelp: (most: number) => `What should be decided, in up to ${number(most)} characters.`,
    descriptionHelp: 'What changes, for whom and when. Markdown is allowed.',
    rationaleHelp: 'Why the committee should agree. Markdown is allowed.',
  },
  form: {
    create: 'New proposal',
    edit: (title: string) => `Edit “${title}”`,
    submit: 'Create proposal',
    save: 'Save proposal',
    meanwhile: 'Changed in the meantime',
    meanwhileMore:
      'Another user changed the description after you opened the form. Your text is marked as deleted, the saved one as added. Saving now overwrites the saved text.',
  },
  detail: {
    facts: 'About this proposal',
    byline: (author: string) => `Proposal by ${author}`,
    author: 'Submitted by',
    date: 'Date',
    status: 'Status',
    suggestion: 'From suggestion',
    agendaPoint: 'Agenda point',
    reason: 'Reason for the rejection',
    queue: 'Queue',
    edit: 'Edit proposal',
    history: 'History',
    unknownUser: 'Unknown user',
    next: 'Next steps',
    progress: 'Progress',
    began: (name: string) => `${name} created the proposal.`,
    noRationale: 'No rationale was given.',
  },
  queueState: { queued: 'Queued', scheduled: 'Scheduled', none: 'Not queued' },
  queue: {
    title: 'Queue for the agenda',
    lead: (count: number) =>
      count === 0
        ? 'Approved proposals that wait for an agenda.'
        : `${counted(count, 'approved proposal')} waiting for an agenda.`,
    none: 'No proposal is waiting',
    noneAdvice: 'Add an approved proposal to the queue, and schedule it here.',
    caption: 'Queued proposals',
    choose: 'Choose',
    chooseOne: (title: string) => `Choose “${title}”`,
    chooseAll: 'Choose all proposals',
    add: 'Add to queue',
    remove: 'Remove from queue',
    unqueue: 'Unqueue',
    removeOne: (title: string) => `Unqueue “${title}”`,
    open: 'Open queue',
    date: 'Date of the agenda',
    dateHelp: 'Today or later.',
    minutes: 'Time for each',
    unit: 'minutes',
    type: 'Type',
    types: { informative: 'Informative', decision: 'Decision' },
    schedule: 'Schedule selected proposals',
    form: 'Schedule',
    added: (title: string) => `“${title}” added to the queue.`,
    removed: (title: string) => `“${title}” removed from the queue.`,
    scheduled: (count: number, date: string) =>
      `${counted(count, 'agenda point')} scheduled for ${date}. Add ${count === 1 ? 'it' : 'them'} to the agenda of a meeting.`,
    problem: {
      none: 'Choose at least one proposal.',
      date: 'Enter a date such as 2026-11-24.',
      past: 'Choose a date that is not in the past.',
      minutes: (least: number, most: number) =>
        `Enter a time of ${number(least)} to ${number(most)} minutes.`,
      type: 'Choose a type.',
      gone: 'A chosen proposal is no longer in the queue. Nothing was scheduled.',
    },
    fault: {
      not_approved: (title: string) =>
        `“${title}” is not approved. Only approved proposals can be queued.`,
      queued: (title: string) => `“${title}” is already in the queue.`,
      scheduled: (title: string) => `“${title}” is already on an agenda.`,
      not_queued: (title: string) => `“${title}” is not in the queue.`,
    },
  },
  created: (title: string) => `Proposal “${title}” created.`,
  saved: (title: string) => `Proposal “${title}” saved.`,
  moved: (title: string) => `Status of “${title}” changed.`,
  refused: {
    notEditable: 'Only drafts and rejected proposals can be edited.',
  },
  history: {
    title: 'History',
    lead: 'Changes of this proposal, newest first.',
    none: 'No changes yet',
    noneMore: 'Changes appear here.',
    log: 'Open audit log',
  },
} as const satisfies Texts;
