import { entity, relation, type SeedEntity, type SeedRelation } from '../../model.ts';
import type { BodyName } from './terms-of-reference.ts';

type State = 'open' | 'in_progress' | 'done';
/** `due` counts working days from the day of seeding. */
type Action = readonly [
  body: BodyName,
  description: string,
  owner: `user:${string}` | `tor_function:${string}`,
  due: number,
  state: State,
];

/** Action items of the last meetings of two committees. */
const actions: readonly Action[] = [
  [
    'change_advisory_board',
    'Write the incident note for the failed database upgrade',
    'tor_function:cab_technical_lead',
    -3,
    'in_progress',
  ],
  [
    'change_advisory_board',
    'Move the database upgrade to the next maintenance window',
    'tor_function:cab_technical_lead',
    4,
    'open',
  ],
  [
    'change_advisory_board',
    'Ask the network team for a second reader of emergency changes',
    'tor_function:cab_chair',
    -1,
    'open',
  ],
  [
    'change_advisory_board',
    'Publish the calendar of changes for the next quarter',
    'tor_function:cab_chair',
    12,
    'open',
  ],
  [
    'change_advisory_board',
    'Close the ten changes that were approved',
    'tor_function:cab_member',
    -8,
    'done',
  ],
  [
    'change_advisory_board',
    'Measure how long a rollback by hand takes',
    'tor_function:cab_member',
    7,
    'in_progress',
  ],
  [
    'it_governance_board',
    'Compare the cost of both cloud platforms over three years',
    'user:charlie',
    3,
    'in_progress',
  ],
  [
    'it_governance_board',
    'List the services that move in the first wave',
    'tor_function:igb_chair',
    9,
    'open',
  ],
  [
    'it_governance_board',
    'Send the target architecture to all divisions',
    'tor_function:igb_secretary',
    -5,
    'done',
  ],
  [
    'it_governance_board',
    'Invite the data protection officer to the next meeting',
    'tor_function:igb_secretary',
    1,
    'open',
  ],
];

const nameOf = (at: number): string => `action_${at + 1}`;

export const actionEntities: readonly SeedEntity[] = actions.map(
  ([, description, , due, status], at) =>
    entity('action_item', nameOf(at), description, {
      ...{ description, status },
      due_date: { day: { workingDay: due } },
      ...(status === 'done'
        ? { done_date: { day: { workingDay: due }, text: '{date}T15:00:00' } }
        : {}),
    }),
);

export const actionRelations: readonly SeedRelation[] = actions.flatMap(([body, , owner], at) => [
  relation('belongs_to_tor', `action_item:${nameOf(at)}`, `tor:${body}`),
  relation('assigned_to', `action_item:${nameOf(at)}`, owner),
]);
