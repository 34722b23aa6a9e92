import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';

/** Texts of calendar subscriptions. */
export const texts = {
  /** Entries of the global search. */
  offers: {
    subscribe: { label: 'Subscribe to calendar', words: 'ics ical feed outlook google phone sync' },
  },
  account: 'Your account',
  title: 'Calendar subscriptions',
  lead: 'Your calendar app shows the meetings and follows their changes. Anyone with an address can read its calendar until you revoke it.',
  own: 'My committees',
  create: 'Create address',
  active: 'Active addresses',
  empty: 'No calendar subscriptions yet',
  emptyAdvice: 'Create an address and add it to your calendar app as a subscription.',
  columns: {
    calendar: 'Calendar',
    created: 'Created',
    used: 'Last used',
    actions: 'Actions',
  },
  neverUsed: 'never',
  revoke: 'Revoke…',
  revokeOf: (name: string) => `the address of ${name}`,
  revokeQuestion: (name: string) => `Revoke the address of ${name}?`,
  revokeConsequence:
    'Calendar apps that use it no longer get changes. They may keep the meetings they have.',
  revokeConfirm: 'Revoke address',
  keep: 'Keep address',
  form: {
    title: 'New calendar subscription',
    committee: 'Calendar',
    committeeHelp:
      'The calendar of your committees follows your positions: it changes when they do.',
    submit: 'Create address',
  },
  shown: {
    title: 'Your calendar address',
    lead: 'Copy the address now. It is shown only once.',
    of: 'Calendar',
    address: 'Address',
    how: 'How to use it',
    steps:
      'Add it to your calendar app as a subscription, “From web” or “From URL”. Do not import it as a file: a file does not change.',
  },
  saved: {
    revoked: (name: string) => `Address of ${name} revoked.`,
    sentTwice: 'This form was sent twice. The address was shown only the first time.',
  },
  refused: {
    own: 'Sign in to create or revoke your calendar addresses.',
    committee: 'Choose a committee from the list.',
    tooMany: (most: number) =>
      `You already have ${counted(most, 'address', 'addresses')}. Revoke one that is no longer needed.`,
    unknown: 'This calendar does not exist, or its address was revoked.',
  },
} as const satisfies Texts;
