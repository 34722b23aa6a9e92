import { entity, idOf, relation, type SeedEntity, type SeedRelation } from '../../model.ts';

// The work of the Change Advisory Board: each step from a suggestion to the queue for an agenda.

const body = 'tor:change_advisory_board';

/** `daysAgo` counts from the day of seeding; a weekend is moved back to Friday. */
interface Item {
  readonly label: string;
  readonly by: string;
  readonly daysAgo: number;
  readonly status: string;
  readonly description: string;
  readonly rejection?: string;
}

const suggestions: Readonly<Record<string, Item>> = {
  suggestion_cab_release_notes: {
    label: 'Send release notes to station staff two days befor',
    ...{ by: 'grace', daysAgo: 8, status: 'open' },
    description:
      'Send release notes to station staff two days before a change, not on the day. Staff learn of new fares from passengers today.',
  },
  suggestion_cab_rollback_phone: {
    label: 'Record who carries the rollback phone for every hi',
    ...{ by: 'henry', daysAgo: 14, status: 'open' },
    description:
      'Record who carries the rollback phone for every high-risk change. In the last two incidents the number on the plan was out of date.',
  },
  suggestion_cab_release_window: {
    label: 'Agree one release window for the fare engine',
    ...{ by: 'grace', daysAgo: 33, status: 'accepted' },
    description:
      'Agree one release window for the fare engine. Each team picks its own evening, so the help desk is on call four times a week.',
  },
  suggestion_cab_skip: {
    label: 'Skip the meeting when fewer than two items are on',
    ...{ by: 'grace', daysAgo: 40, status: 'rejected' },
    description: 'Skip the meeting when fewer than two items are on the agenda.',
    rejection: 'The change calendar is reviewed in every meeting.',
  },
};

interface Proposal extends Item {
  readonly rationale: string;
  readonly isQueued?: true;
}

const proposals: Readonly<Record<string, Proposal>> = {
  cab_freeze: {
    label: 'Freeze network changes over the holidays',
    ...{ by: 'grace', daysAgo: 11, status: 'under_review' },
    description:
      'No changes of routers, switches or firewalls from 18 December to 6 January.\n\n- Emergency changes need the approval of the Change Manager.\n- Work on the test network continues.',
    rationale:
      'Half of the network team is away, and the two outages of last winter began with a planned change.',
  },
  cab_tablets: {
    label: 'Retire the depot tablets running Android 9',
    ...{ by: 'grace', daysAgo: 11, status: 'approved', isQueued: true },
    description:
      'The 64 depot tablets that run Android 9 are replaced by the end of the quarter, depot by depot.',
    rationale: 'They get no security updates, and the new timetable app does not run on them.',
  },
  cab_second_reader: {
    label: 'Second reader for emergency changes',
    ...{ by: 'henry', daysAgo: 17, status: 'approved' },
    description:
      'A second engineer reads each emergency change before it runs, also at night. The on-call plan names both.',
    rationale: 'Three of five failed emergency changes had a typing error that a reader would see.',
  },
  cab_release_window: {
    label: 'Release window for fare engine 4.2',
    ...{ by: 'grace', daysAgo: 31, status: 'approved' },
    description:
      'Version 4.2 of the fare engine is released in one window. The options are a night, a weekend, or stages by line.',
    rationale: 'One window needs one on-call team, and passengers see one change of fares.',
  },
};

const submittedOn = (daysAgo: number) => ({ day: { workingDay: -daysAgo } });
const momentOf = (daysAgo: number, time: string) => ({
  ...submittedOn(daysAgo),
  text: `{date}T${time}`,
});

const commonOf = ({ description, status, daysAgo, by, rejection }: Item) => ({
  ...{ description, status, submitted_date: submittedOn(daysAgo) },
  submitted_by_id: idOf(`user:${by}`),
  ...(rejection !== undefined && { rejection_reason: rejection }),
});

interface Said {
  readonly on: `${string}:${string}`;
  readonly by: string;
  readonly daysAgo: number;
  readonly time: string;
  readonly body: string;
  readonly replyTo?: string;
  readonly mentions?: string;
}

const comments: Readonly<Record<string, Said>> = {
  cab_freeze_question: {
    ...{ on: 'proposal:cab_freeze', by: 'henry', daysAgo: 9, time: '09:12:00', mentions: 'grace' },
    body: '@grace Does the freeze include the ticket gates? They share the switches of the stations.',
  },
  cab_freeze_answer: {
    ...{ on: 'proposal:cab_freeze', by: 'grace', daysAgo: 9, time: '10:40:00' },
    body: 'Yes, **all** station switches. I added it to the amendment below.',
    replyTo: 'cab_freeze_question',
  },
  cab_notes_support: {
    ...{ on: 'suggestion:suggestion_cab_release_notes', by: 'henry', daysAgo: 6, time: '14:05:00' },
    body: 'The help desk asked for the same in its last review.',
  },
};

const base = proposals['cab_freeze']?.description ?? '';

const amendment: SeedEntity = entity(
  'amendment',
  'cab_freeze_gates',
  'Freeze network changes over the holidays',
  {
    field: 'description',
    base,
    proposed: base
      .replace('routers, switches or firewalls', 'routers, switches, ticket gates or firewalls')
      .replace('6 January', '8 January'),
    reason: 'The gates share the switches of the stations, and the school holidays end on the 8th.',
    parts: '2',
    author_id: idOf('user:henry'),
    created_date: momentOf(8, '08:30:00'),
  },
);

export const changeBoardEntities: readonly SeedEntity[] = [
  ...Object.entries(suggestions).map(([name, item]) =>
    entity('suggestion', name, item.label, commonOf(item)),
  ),
  ...Object.entries(proposals).map(([name, item]) =>
    entity('proposal', name, item.label, {
      ...{ title: item.label, rationale: item.rationale },
      ready_for_agenda: String(item.isQueued ?? false),
      ...commonOf(item),
    }),
  ),
  ...Object.entries(comments).map(([name, { by, daysAgo, time, body: said }]) =>
    entity('comment', name, said.slice(0, 50), {
      ...{ body: said, author_id: idOf(`user:${by}`), created_date: momentOf(daysAgo, time) },
    }),
  ),
  amendment,
];

export const changeBoardRelations: readonly SeedRelation[] = [
  ...Object.keys(suggestions).map((name) => relation('suggested_to', `suggestion:${name}`, body)),
  ...Object.keys(proposals).map((name) => relation('submitted_to', `proposal:${name}`, body)),
  relation(
    'spawns_proposal',
    'suggestion:suggestion_cab_release_window',
    'proposal:cab_release_window',
  ),
  relation('spawns_agenda_point', 'proposal:cab_release_window', 'agenda_point:cab_item_window'),
  relation('spawns_agenda_point', 'proposal:cab_second_reader', 'agenda_point:cab_item_reader'),
  ...Object.entries(comments).flatMap(([name, { on, replyTo, mentions }]) => [
    relation('comment_on', `comment:${name}`, on),
    ...(replyTo === undefined
      ? []
      : [relation('replies_to', `comment:${name}`, `comment:${replyTo}`)]),
    ...(mentions === undefined
      ? []
      : [relation('mentions', `comment:${name}`, `user:${mentions}`)]),
  ]),
  relation('amends', 'amendment:cab_freeze_gates', 'proposal:cab_freeze'),
];
