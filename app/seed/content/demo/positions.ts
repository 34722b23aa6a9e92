import {
  entity,
  relation,
  type SeedEntity,
  type SeedProperties,
  type SeedRelation,
  type SeedValue,
} from '../../model.ts';
import type { BodyName } from './terms-of-reference.ts';

/** The capabilities of a chair and a secretary in their committee (spec seed#consistency). */
const chair: SeedProperties = {
  can_call_meetings: 'true',
  can_manage_agenda: 'true',
  can_record_decisions: 'true',
};
const secretary: SeedProperties = { can_manage_agenda: 'true', can_record_decisions: 'true' };

type Membership = 'mandatory' | 'optional';
type Position = readonly [
  name: string,
  label: string,
  membership: Membership,
  holder: string | undefined,
  description: string,
  capabilities?: SeedProperties,
];

const positions: Readonly<Record<BodyName, readonly Position[]>> = {
  budget_committee: [
    [
      'bc_chair',
      'Chair',
      'mandatory',
      'charlie',
      'Leads the committee and signs its releases.',
      chair,
    ],
    ['bc_member', 'Member', 'optional', 'alice', 'Prepares and discusses budget items.'],
  ],
  safety_review_board: [
    [
      'srb_chair',
      'Safety Officer',
      'mandatory',
      'charlie',
      'Leads the daily review and orders measures.',
      chair,
    ],
  ],
  sprint_planning: [
    [
      'sp_scrum_master',
      'Scrum Master',
      'mandatory',
      'charlie',
      'Keeps the planning to its time and its goal.',
    ],
    ['sp_product_owner', 'Product Owner', 'mandatory', 'alice', 'Brings the order of the backlog.'],
  ],
  daily_standup: [
    [
      'ds_team_lead',
      'Team Lead',
      'mandatory',
      'charlie',
      'Opens the standup and follows up on blockers.',
    ],
    ['ds_developer', 'Developer', 'optional', 'alice', 'Reports progress and blockers.'],
  ],
  sprint_review: [
    [
      'sr_product_owner',
      'Product Owner',
      'mandatory',
      'alice',
      'Accepts results and gathers feedback.',
    ],
    ['sr_scrum_master', 'Scrum Master', 'optional', 'charlie', 'Moderates the review.'],
  ],
  sprint_retrospective: [
    [
      'retro_scrum_master',
      'Scrum Master',
      'mandatory',
      'charlie',
      'Moderates and keeps the list of improvements.',
    ],
    [
      'retro_developer',
      'Developer',
      'optional',
      'alice',
      'Brings observations and takes on improvements.',
    ],
  ],
  backlog_refinement: [
    [
      'br_product_owner',
      'Product Owner',
      'mandatory',
      'alice',
      'Explains and orders the upcoming items.',
    ],
    ['br_developer', 'Developer', 'optional', 'charlie', 'Asks, splits and estimates.'],
  ],
  it_governance_board: [
    [
      'igb_chair',
      'Chair',
      'mandatory',
      'alice',
      'Leads the board and announces its decisions.',
      chair,
    ],
    [
      'igb_secretary',
      'Secretary',
      'mandatory',
      'eva',
      'Prepares the agenda and writes the minutes.',
      secretary,
    ],
    ['igb_member', 'Member', 'optional', 'charlie', 'Advises and votes.'],
  ],
  change_advisory_board: [
    [
      'cab_chair',
      'Change Manager',
      'mandatory',
      'henry',
      'Leads the board and keeps the change calendar.',
      chair,
    ],
    // Intentionally vacant, for the warning about vacant mandatory positions.
    [
      'cab_technical_lead',
      'Technical Lead',
      'mandatory',
      undefined,
      'Judges the technical risk of a change.',
    ],
    [
      'cab_member',
      'Advisory Member',
      'optional',
      'grace',
      'Speaks for the services that a change touches.',
    ],
    [
      'cab_operations',
      'Operations Manager',
      'optional',
      'irene',
      'Speaks for the operations center, which runs the changes.',
    ],
    [
      'cab_secretary',
      'Secretary',
      'optional',
      'eva',
      'Prepares the agenda and writes the minutes; has no vote.',
      { ...secretary, voting: 'advisory' },
    ],
  ],
};

const everyPosition = Object.entries(positions).flatMap(([body, list]) =>
  list.map((position, place) => ({ body, position, place })),
);

export const functions: readonly SeedEntity[] = everyPosition.map(
  ({ position: [name, label, membership, , description, flags], place }) =>
    entity(
      'tor_function',
      name,
      label,
      { membership_type: membership, description, ...flags },
      place,
    ),
);

/** A working day, so many days from the day of seeding. */
const away = (days: number): SeedValue => ({ day: { workingDay: days } });
const nextMonday: SeedValue = { day: { cadence: 'weekly', weekday: 'monday', occurrence: 1 } };

/** Terms of office of the holders above, by position; those without are open at both ends. */
const terms: Readonly<Record<string, SeedProperties>> = {
  bc_chair: { since: away(-420) },
  bc_member: { since: away(-210), until: away(155) },
  srb_chair: { since: away(-95) },
  sp_scrum_master: { since: away(-18), until: away(45), capacity: 'acting' },
  igb_chair: { since: away(-330), until: away(400) },
  igb_secretary: { since: away(-330) },
  cab_chair: { since: away(-150) },
  cab_member: { since: away(-60) },
  cab_operations: { since: away(-240) },
  cab_secretary: { since: away(-240) },
};

/** Holders of other days, and a substitute. */
const furtherTerms: readonly (readonly [
  user: string,
  position: string,
  properties: SeedProperties,
])[] = [
  ['irene', 'bc_chair', { since: away(-1150), until: away(-421) }],
  ['grace', 'igb_chair', { since: away(-1060), until: away(-331) }],
  ['henry', 'igb_chair', { since: away(-330), capacity: 'substitute_for' }],
  ['frank', 'cab_technical_lead', { since: away(-390), until: away(-14) }],
  ['jack', 'cab_technical_lead', { since: nextMonday }],
];

export const functionRelations: readonly SeedRelation[] = [
  ...everyPosition.flatMap(({ body, position: [name, , , holder] }) => [
    relation('belongs_to_tor', `tor_function:${name}`, `tor:${body}`),
    ...(holder
      ? [relation('fills_position', `user:${holder}`, `tor_function:${name}`, terms[name])]
      : []),
  ]),
  ...furtherTerms.map(([user, name, properties]) =>
    relation('fills_position', `user:${user}`, `tor_function:${name}`, properties),
  ),
];
