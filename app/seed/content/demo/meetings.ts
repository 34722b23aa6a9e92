import type { DayRule } from '../../calendar.ts';
import {
  entity,
  idOf,
  relation,
  type SeedEntity,
  type SeedProperties,
  type SeedRelation,
} from '../../model.ts';
import { type BodyName, bodies } from './terms-of-reference.ts';

type Status = 'projected' | 'confirmed' | 'completed' | 'cancelled';

interface Meeting {
  readonly body: BodyName;
  readonly day: DayRule;
  readonly status: Status;
  readonly number: string;
  readonly notes?: string;
  readonly location?: string;
  /** User names. */
  readonly chair?: string;
  readonly secretary?: string;
  readonly remote?: string;
  readonly classification?: string;
  /** Attendance by user name. */
  readonly rollCall?: Readonly<Record<string, 'present' | 'absent' | 'excused'>>;
}

const board = (occurrence: number): Pick<Meeting, 'body' | 'day' | 'number'> => ({
  body: 'it_governance_board',
  day: { cadence: 'monthly', weekday: 'wednesday', occurrence },
  number: 'IGB-{year}-{month}',
});

const changes = (day: DayRule): Pick<Meeting, 'body' | 'day' | 'number'> => ({
  body: 'change_advisory_board',
  day,
  number: 'CAB-{year}-{monthday}',
});

const biweekly = (occurrence: number): DayRule => ({
  cadence: 'biweekly',
  weekday: 'thursday',
  occurrence,
});

/** Day of the board's next meeting, which has the agenda point about the cloud platform. */
export const nextBoardDay: DayRule = board(1).day;

/**
 * Always today, or the Friday before a weekend, so that every working day has a meeting in progress.
 */
export const runningDay: DayRule = { workingDay: 0 };

const meetings: Readonly<Record<string, Meeting>> = {
  igb_meeting_1: {
    ...board(-2),
    status: 'completed',
    notes:
      'The target architecture for the year was agreed. The network team presents its zero-trust plan next time.',
  },
  igb_meeting_2: {
    ...board(-1),
    status: 'completed',
    ...{ chair: 'alice', secretary: 'eva' },
    rollCall: { alice: 'present', eva: 'present', charlie: 'present' },
    notes:
      'Zero-trust network architecture approved. Two cloud platforms were shortlisted; the choice is planned for the next meeting.',
  },
  igb_meeting_3: { ...board(1), status: 'confirmed' },
  igb_meeting_4: { ...board(2), status: 'projected' },
  cab_meeting_2: {
    ...changes(biweekly(-1)),
    status: 'cancelled',
    notes: 'Cancelled: no change request was ready in time.',
  },
  // The story opens it.
  cab_meeting_3: {
    ...changes(runningDay),
    status: 'projected',
    ...{ location: 'Room 3.12 and online', classification: 'Internal' },
    ...{ chair: 'henry', secretary: 'eva', remote: 'https://meet.example.org/cab' },
    rollCall: { henry: 'present', grace: 'present', irene: 'present', eva: 'present' },
  },
  cab_meeting_4: { ...changes(biweekly(1)), status: 'projected' },
  bc_meeting_1: {
    body: 'budget_committee',
    day: { cadence: 'monthly', weekday: 'wednesday', occurrence: -1 },
    status: 'completed',
    number: 'BC-{year}-{month}',
    notes:
      'Spending is two percent below plan. The procurement process is to be revised; a draft is expected for the next meeting.',
  },
};

export const meetingEntities: readonly SeedEntity[] = Object.entries(meetings).map(
  ([name, { body, day, status, number, notes, ...more }]) =>
    entity(
      'meeting',
      name,
      { day, text: `${bodies[body].label} — {date}` },
      {
        meeting_date: { day },
        status,
        meeting_number: { day, text: number },
        ...(notes && { notes }),
        ...detailsOf(more),
      },
    ),
);

function detailsOf({
  location,
  chair,
  secretary,
  remote,
  classification,
  rollCall,
}: Partial<Meeting>): SeedProperties {
  const entries = Object.entries(rollCall ?? {}).map(([username, status]) => ({
    username,
    status,
  }));
  return {
    ...(location && { location }),
    ...(classification && { classification }),
    ...(remote && { vtc_details: remote }),
    ...(chair && { chair_user_id: idOf(`user:${chair}`) }),
    ...(secretary && { secretary_user_id: idOf(`user:${secretary}`) }),
    ...(entries.length > 0 && { roll_call_data: JSON.stringify(entries) }),
  };
}

type Item = readonly [
  name: string,
  title: string,
  type: 'informative' | 'decision',
  minutes: number,
  presenter: string,
  description: string,
  record?: SeedProperties,
];

/** The agenda of the meeting in progress; the first two entries are over. */
const running: readonly Item[] = [
  [
    'cab_item_opening',
    'Roll call and last minutes',
    'informative',
    10,
    'Henry',
    'Who is there, and the minutes of the last meeting.',
    { used_seconds: '480', notes: 'Minutes of the last meeting approved without changes.' },
  ],
  [
    'cab_item_changes',
    'Changes since the last meeting',
    'informative',
    10,
    'Henry',
    'Each change of the last two weeks, with its result.',
    {
      used_seconds: '720',
      notes:
        'Eleven changes, ten without incident. The database patch on the journey planner was undone after 25 minutes; a second attempt needs a new proposal.',
    },
  ],
  [
    'cab_item_window',
    'Release window for fare engine 4.2',
    'decision',
    15,
    'Grace',
    'Three windows are possible. Two nights of network changes are close to the freeze.',
  ],
  [
    'cab_item_certificates',
    'Certificate renewal on the tram gateways',
    'informative',
    15,
    'Henry',
    'The certificates of 120 gateways end in eight weeks.',
  ],
  [
    'cab_item_import',
    'Outcome of the ferry timetable import',
    'informative',
    10,
    'Grace',
    'The import ran twice. What went wrong at first, and what was changed.',
  ],
];

/** Points that no meeting has taken yet. */
const waiting: readonly Item[] = [
  [
    'cab_item_reader',
    'Second reader for emergency changes',
    'decision',
    20,
    'Grace',
    'Whether an emergency change needs a second reader when it is released at night.',
  ],
];

/** The discussion at the last meeting of the IT Governance Board. */
const discussed: readonly Item[] = [
  [
    'igb_item_zero_trust',
    'Zero-trust network architecture',
    'informative',
    40,
    'Charlie',
    'The plan of the network team, with its first two stages.',
    {
      used_seconds: '2280',
      notes: 'The board took note of the plan and asked for figures after the first stage.',
    },
  ],
  [
    'igb_item_shortlist',
    'Shortlist of cloud platforms',
    'informative',
    30,
    'Alice',
    'Five offers, compared by cost, services and exit.',
    {
      used_seconds: '1950',
      notes: 'Azure and AWS remain. Both teams present their plan to move the first services.',
    },
  ],
];

const everyItem = [...running, ...waiting, ...discussed];
const today: DayRule = { workingDay: 0 };
const lastBoardDay: DayRule = board(-1).day;

export const meetingItems: readonly SeedEntity[] = [
  ...everyItem.map(([name, title, type, minutes, presenter, description, record]) =>
    entity('agenda_point', name, title, {
      ...{ title, description, item_type: type, presenter, priority: 'normal' },
      status: record === undefined ? 'scheduled' : 'completed',
      scheduled_date: { day: discussed.some(([one]) => one === name) ? lastBoardDay : today },
      time_allocation_minutes: String(minutes),
      created_date: { day: { workingDay: -6 }, text: '{date}T08:00:00' },
    }),
  ),
  entity('meeting_entry', 'cab_break', 'Break', { kind: 'break', minutes: '10' }),
];

const order = [...running.slice(0, 3), 'break', ...running.slice(3)] as const;

export const meetingItemRelations: readonly SeedRelation[] = [
  ...[...running, ...waiting].map(([name]) =>
    relation('belongs_to_tor', `agenda_point:${name}`, 'tor:change_advisory_board'),
  ),
  ...order.map((item, at) =>
    item === 'break'
      ? relation('entry_of', 'meeting_entry:cab_break', 'meeting:cab_meeting_3', {
          agenda_order: String(at + 1),
        })
      : relation('scheduled_for_meeting', `agenda_point:${item[0]}`, 'meeting:cab_meeting_3', {
          ...{ agenda_order: String(at + 1), ...item[6] },
        }),
  ),
  ...discussed.flatMap(([name, , , , , , record], at) => [
    relation('belongs_to_tor', `agenda_point:${name}`, 'tor:it_governance_board'),
    relation('scheduled_for_meeting', `agenda_point:${name}`, 'meeting:igb_meeting_2', {
      ...{ agenda_order: String(at + 1), ...record },
    }),
  ]),
];

export const meetingRelations: readonly SeedRelation[] = Object.entries(meetings).map(
  ([name, { body }]) => relation('belongs_to_tor', `meeting:${name}`, `tor:${body}`),
);
