import type { Texts } from '../ui/texts.ts';
import { counted, number } from '../ui/words.ts';
import type { Attempt, DeliveryState } from '../webhooks/index.ts';

const duration = (milliseconds: number): string =>
  milliseconds < 1_000
    ? `${number(milliseconds)} ms`
    : `${number(Math.round(milliseconds / 1_000))} s`;

/** How an attempt ended. */
function outcome({
  outcome: code,
  status,
  detail,
}: Pick<Attempt, 'outcome' | 'status' | 'detail'>): string {
  const what = detail === null || detail === '' ? '' : `: ${detail}`;
  switch (code) {
    case 'delivered':
      return `Status ${status ?? ''}`;
    case 'status':
      return `Status ${status ?? ''}`;
    case 'redirect':
      return `Redirect not followed, status ${status ?? ''}${what}`;
    case 'timeout':
      return 'No answer within 15 seconds';
    case 'address':
      return `Address refused${what}`;
    case 'connection':
      return `No connection${what}`;
  }
}

/** Texts of the pages of webhooks. */
export const texts = {
  offers: {
    webhooks: { label: 'Show webhooks', words: 'integration http callback events endpoints' },
    create: { label: 'New webhook', words: 'add create integration callback' },
  },
  title: 'Webhooks',
  lead: 'Other programs learn of events by signed HTTP requests.',
  noun: 'webhooks',
  create: 'New webhook',
  guide: 'Receiver guide',
  empty: 'No webhooks yet',
  emptyAdvice:
    'A webhook sends events, such as a recorded decision, to an address of another program. Each request is signed, and repeated until it succeeds.',
  columns: {
    name: 'Webhook',
    events: 'Events',
    state: 'State',
    waiting: 'Waiting',
    failed: 'Failed',
    delivered: 'Last success',
  },
  allEvents: 'All events',
  groups: (count: number) => counted(count, 'group'),
  within: (committee: string) => `Only ${committee}`,
  deletedCommittee: 'a deleted committee',
  never: 'never',
  atLeast: (count: number) => (count >= 1000 ? `${number(1000)}+` : number(count)),
  states: {
    active: 'Active',
    failing: 'Failing',
    user: 'Disabled',
    failures: 'Disabled after failures',
    gone: 'Disabled: endpoint gone',
  },
  since: 'since',
  form: {
    newTitle: 'New webhook',
    editTitle: (name: string) => `Edit ${name}`,
    edit: 'Edit',
    name: 'Name',
    nameHelp: 'The program that receives the events',
    url: 'Address',
    urlHelp: 'Public address with https that accepts POST requests.',
    scope: 'Events',
    all: 'All events, also those of later versions',
    some: 'Chosen groups',
    groups: 'Groups',
    groupsHelp: 'Used with “Chosen groups”.',
    committee: 'Committee',
    committeeHelp: 'Sends only events about this committee and its items.',
    allCommittees: 'All committees',
    note: 'A webhook sends events of all committees that you choose, whatever its receiver may see in the app. Use it for programs that you trust.',
    submit: 'Create webhook',
    save: 'Save webhook',
  },
  shown: {
    title: 'Signing secret',
    lead: 'Copy the secret now. It is shown only once.',
    name: 'Webhook',
    secret: 'Secret',
    next: 'Next step',
    nextAdvice:
      'Store it in the receiver, which verifies each request with it. Then send a test event.',
    grace: 'The previous secret also signs for 24 hours, so the receiver can be changed meanwhile.',
  },
  detail: {
    facts: 'Webhook',
    address: 'Address',
    events: 'Events',
    committee: 'Committee',
    state: 'State',
    created: 'Created',
    test: 'Send test event',
    rotate: 'Replace secret',
    enable: 'Enable webhook',
    disable: 'Disable webhook',
    remove: 'Delete webhook',
    deliveries: 'Deliveries',
    disabledNote:
      'This webhook is disabled. It gets no new events; waiting deliveries are sent when it is enabled again.',
    failuresNote:
      'This webhook was disabled because every delivery failed for a day. Check the answers below, then enable it again.',
    goneNote:
      'This webhook was disabled because its endpoint answered with status 410: it is gone. Enter another address, or delete the webhook.',
  },
  questions: {
    rotate: (name: string) => `Replace the secret of ${name}?`,
    rotateConsequence:
      'You get a new secret. The present one also signs for 24 hours; an earlier one ends now.',
    rotateConfirm: 'Replace secret',
    rotateKeep: 'Keep secret',
    disable: (name: string) => `Disable webhook ${name}?`,
    disableConsequence: 'Events are not sent while it is disabled, and not made up later.',
    disableConfirm: 'Disable webhook',
    disableKeep: 'Keep enabled',
    remove: (name: string) => `Delete webhook ${name}?`,
    removeConsequence:
      'Its secret and its deliveries are deleted, also those that wait. This cannot be undone.',
    removeConfirm: 'Delete webhook',
    removeKeep: 'Keep webhook',
  },
  deliveries: {
    noun: 'deliveries',
    empty: 'No deliveries yet',
    emptyAdvice: 'Deliveries are listed when an event happens, and kept for 30 days.',
    state: 'State',
    allStates: 'All states',
    columns: {
      event: 'Event',
      state: 'State',
      answer: 'Answer',
      attempts: 'Attempts',
      time: 'Time',
      actions: 'Actions',
    },
    states: {
      waiting: 'Waiting',
      sending: 'Sending',
      delivered: 'Delivered',
      failed: 'Failed',
    } satisfies Record<DeliveryState, string>,
    next: 'Next attempt',
    attempts: (made: number, most: number) => `${number(made)} of ${number(most)}`,
    resend: 'Send again',
    ofDelivery: (type: string, id: string) => ` ${type}, delivery ${id}`,
  },
  delivery: {
    title: (type: string, id: string) => `${type} ${id}`,
    short: 'Delivery',
    facts: 'Delivery',
    subject: 'Subject',
    messageId: 'Message id',
    created: 'Created',
    body: 'Request body',
    document: 'JSON document',
    attempts: 'Attempts',
    noAttempts: 'No attempt yet.',
    columns: { time: 'Time', result: 'Result', duration: 'Duration', response: 'Response' },
    noResponse: 'empty',
  },
  outcome,
  duration,
  saved: {
    created: 'This form was sent twice. The secret was shown only the first time.',
    updated: (name: string) => `Webhook ${name} saved.`,
    deleted: (name: string) => `Webhook ${name} deleted.`,
    enabled: (name: string) => `Webhook ${name} enabled.`,
    disabled: (name: string) => `Webhook ${name} disabled.`,
    tested: 'Test event queued. Its answer appears here within seconds.',
    resent: (type: string) => `Delivery ${type} queued again.`,
  },
} as const satisfies Texts;
