import type { Cadence } from '../../calendar.ts';
import {
  entity,
  relation,
  type SeedEntity,
  type SeedProperties,
  type SeedRelation,
} from '../../model.ts';

interface Schedule {
  readonly cadence: Cadence;
  readonly weekday?: 'monday' | 'wednesday' | 'thursday' | 'friday';
  readonly time: string;
  readonly minutes: number;
  readonly location: string;
}

interface Body {
  readonly label: string;
  readonly description: string;
  readonly schedule: Schedule;
  readonly identity?: SeedProperties;
}

const list = (...lines: readonly string[]) => JSON.stringify(lines);

/** The demo committees by name, in menu order. */
export const bodies = {
  budget_committee: {
    label: 'Budget Committee',
    description:
      'Plans the yearly budget, follows spending against it and decides on larger purchases.',
    schedule: {
      cadence: 'monthly',
      weekday: 'wednesday',
      time: '10:00',
      minutes: 90,
      location: 'Conference Room A',
    },
    identity: {
      tor_number: '101',
      classification: 'INTERNAL',
      version: '2.0',
      organization: 'Finance Division',
      focus_scope:
        'All operating and capital expenditure of the organisation, from the yearly plan to the release of single purchases.',
      objectives: list(
        'Agree a balanced budget before the year begins',
        'Release capital purchases within ten working days',
        'Report deviations of more than five percent to the board',
      ),
      inputs_required: list(
        'Cost forecasts of all divisions',
        'Monthly spending report',
        'Purchase requests with three offers',
      ),
      ...{ quorum_kind: 'count', quorum_least: '2', quorum_without: 'refuse' },
      outputs_expected: list(
        'Approved yearly budget',
        'Released or refused purchase requests',
        'Quarterly deviation report',
      ),
      poc_contact: 'Budget office, budget@example.com',
      info_platform: 'Finance workspace, folder "Budget Committee"',
      phase_scheduling: 'Planning in autumn, release in December, review after each quarter.',
      invite_policy:
        'Members are always invited; division heads join for the items that concern them.',
    },
  },
  safety_review_board: {
    label: 'Safety Review Board',
    description:
      'Looks at incidents and hazards every working day and orders what has to change at once.',
    schedule: {
      cadence: 'working_days',
      time: '08:30',
      minutes: 30,
      location: 'Safety Operations Room',
    },
    identity: {
      tor_number: '602',
      classification: 'UNCLASSIFIED',
      version: '1.8',
      organization: 'Operations HQ',
      focus_scope: 'Safety of people and equipment at all sites, contractors included.',
      objectives: list(
        'Review every reported incident within one working day',
        'Keep emergency procedures current and practised',
        'Close corrective measures on time',
      ),
      inputs_required: list(
        'Incident reports of the last day',
        'Inspection findings',
        'Status of open measures',
      ),
      outputs_expected: list(
        'Corrective measures with owners',
        'Safety notices',
        'Quarterly safety assessment',
      ),
      poc_contact: 'Duty safety officer, safety@example.com',
      info_platform: 'Safety board, channel "Daily Review"',
    },
  },
  sprint_planning: {
    label: 'Sprint Planning',
    description: 'Chooses the goal of the next sprint and the work that leads to it.',
    schedule: {
      cadence: 'biweekly',
      weekday: 'monday',
      time: '09:00',
      minutes: 120,
      location: 'Team Room',
    },
  },
  daily_standup: {
    label: 'Daily Standup',
    description: 'Keeps the team in step and brings blockers to light within a day.',
    schedule: { cadence: 'working_days', time: '09:15', minutes: 15, location: 'Team Room' },
  },
  sprint_review: {
    label: 'Sprint Review',
    description: 'Shows what the sprint achieved and collects what its users think of it.',
    schedule: {
      cadence: 'biweekly',
      weekday: 'friday',
      time: '14:00',
      minutes: 60,
      location: 'Presentation Room',
    },
  },
  sprint_retrospective: {
    label: 'Sprint Retrospective',
    description: 'Looks at how the team works and agrees what to do differently.',
    schedule: {
      cadence: 'biweekly',
      weekday: 'friday',
      time: '15:30',
      minutes: 60,
      location: 'Team Room',
    },
  },
  backlog_refinement: {
    label: 'Backlog Refinement',
    description: 'Makes the upcoming work small, clear and estimated before it is planned.',
    schedule: {
      cadence: 'weekly',
      weekday: 'wednesday',
      time: '13:00',
      minutes: 60,
      location: 'Team Room',
    },
  },
  it_governance_board: {
    label: 'IT Governance Board',
    description:
      'Sets the direction of information technology and decides on platforms, standards and exceptions.',
    schedule: {
      cadence: 'monthly',
      weekday: 'wednesday',
      time: '14:00',
      minutes: 120,
      location: 'IT Hub Conference Room',
    },
    identity: {
      tor_number: '201',
      classification: 'INTERNAL',
      version: '1.0',
      organization: 'IT Division',
      focus_scope: 'Architecture, platforms, security standards and the portfolio of IT projects.',
      objectives: list(
        'Keep one agreed target architecture',
        'Decide on platform choices with their whole cost in view',
        'Bound the risk of exceptions in time and scope',
      ),
      inputs_required: list(
        'Architecture impact reports',
        'Project portfolio status',
        'Escalations of other bodies',
      ),
      ...{ quorum_kind: 'majority', quorum_counts_substitutes: 'true', quorum_without: 'mark' },
      outputs_expected: list(
        'Platform decisions',
        'Binding standards',
        'Exceptions with an expiry date',
      ),
      poc_contact: 'Board secretary, it-board@example.com',
      info_platform: 'IT workspace, page "Governance Board"',
    },
  },
  change_advisory_board: {
    label: 'Change Advisory Board',
    description: 'Weighs planned changes to production and says when and how they may happen.',
    schedule: {
      cadence: 'biweekly',
      weekday: 'thursday',
      time: '10:00',
      minutes: 60,
      location: 'Operations Room 2',
    },
    identity: {
      tor_number: '202',
      classification: 'INTERNAL',
      version: '1.2',
      organization: 'IT Division',
      focus_scope: 'All changes to production systems that are not pre-approved routine.',
      objectives: list(
        'Approve only changes with a tested way back',
        'Keep the change calendar free of collisions',
        'Learn from every failed change',
      ),
      inputs_required: list(
        'Change requests with risk assessment',
        'Release calendar',
        'Reports on completed changes',
      ),
      outputs_expected: list(
        'Approved change records',
        'Updated change calendar',
        'Architectural impact reports',
      ),
      ...{ quorum_kind: 'share', quorum_least: '60', quorum_without: 'refuse' },
      poc_contact: 'Change manager, changes@example.com',
      info_platform: 'Service desk, queue "Changes"',
    },
  },
} as const satisfies Readonly<Record<string, Body>>;

export type BodyName = keyof typeof bodies;

export const termsOfReference: readonly SeedEntity[] = Object.entries<Body>(bodies).map(
  ([name, body], place) =>
    entity('tor', name, body.label, { ...describe(body), ...body.identity }, place + 1),
);

function describe({ description, schedule }: Body): SeedProperties {
  return {
    description,
    status: 'active',
    meeting_cadence: schedule.cadence,
    ...(schedule.weekday && { cadence_day: schedule.weekday }),
    cadence_time: schedule.time,
    cadence_duration_minutes: String(schedule.minutes),
    default_location: schedule.location,
  };
}

type Dependency = readonly [
  from: BodyName,
  to: BodyName,
  outputs: string | undefined,
  description: string,
  blocking?: true,
];

const feeds: readonly Dependency[] = [
  [
    'backlog_refinement',
    'sprint_planning',
    'sprint-ready backlog items',
    'Planning starts only with items that refinement called ready.',
    true,
  ],
  [
    'backlog_refinement',
    'sprint_review',
    'defined acceptance criteria',
    'The review judges results by the criteria agreed in refinement.',
  ],
  [
    'sprint_planning',
    'daily_standup',
    'sprint goal, task assignments',
    'The standup follows the goal and the tasks of the sprint.',
  ],
  [
    'sprint_planning',
    'sprint_review',
    'sprint commitments, acceptance criteria',
    'The review compares results with what was committed.',
  ],
  [
    'daily_standup',
    'sprint_review',
    'blocker resolutions, daily progress',
    'What was unblocked during the sprint explains its result.',
  ],
  [
    'sprint_review',
    'sprint_retrospective',
    'accepted items, stakeholder feedback',
    'The retrospective waits for the outcome of the review.',
    true,
  ],
  [
    'sprint_retrospective',
    'sprint_planning',
    'improvement actions, process changes',
    'Agreed improvements enter the next sprint.',
  ],
  [
    'change_advisory_board',
    'it_governance_board',
    'approved change records, architectural impact reports',
    'The board sees which changes touch the target architecture.',
  ],
];

export const dependencies: readonly SeedRelation[] = [
  ...feeds.map((dependency) => dependencyOf('feeds_into', dependency)),
  dependencyOf('escalates_to', [
    'budget_committee',
    'it_governance_board',
    undefined,
    'Spending on technology beyond the budget is decided by the board.',
  ]),
];

function dependencyOf(
  type: string,
  [from, to, outputs, description, blocking]: Dependency,
): SeedRelation {
  return relation(type, `tor:${from}`, `tor:${to}`, {
    ...(outputs && { output_types: outputs }),
    description,
    ...(blocking && { is_blocking: 'true' }),
  });
}
