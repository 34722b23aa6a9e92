import { entity, relation, type SeedEntity, type SeedRelation } from '../../model.ts';
import { permissionCodes } from '../declared.ts';
import { grants } from '../roles.ts';

const memberCodes = [
  ...['dashboard.view', 'tor.list', 'suggestion.view', 'suggestion.create', 'proposal.view'],
  ...['proposal.create', 'proposal.edit', 'proposal.submit', 'agenda.view', 'agenda.participate'],
  ...['meetings.view', 'minutes.view', 'document.list', 'document.view'],
] as const;

const roles: readonly (readonly [
  name: string,
  label: string,
  description: string,
  codes: readonly string[],
])[] = [
  [
    'editor',
    'Editor',
    'Prepares suggestions and proposals and looks after accounts and settings.',
    [
      ...[
        'dashboard.view',
        'users.list',
        'users.create',
        'users.edit',
        'suggestion.view',
        'suggestion.create',
      ],
      ...[
        'proposal.view',
        'proposal.create',
        'proposal.edit',
        'proposal.submit',
        'settings.manage',
        'webhooks.manage',
      ],
    ],
  ],
  ['viewer', 'Viewer', 'Looks around without changing anything.', ['dashboard.view', 'users.list']],
  [
    'manager',
    'Manager',
    'Leads bodies and carries their items from suggestion to decision.',
    [
      ...['dashboard.view', 'users.list', 'users.create', 'users.edit'],
      ...permissionCodes('tor.', 'suggestion.', 'proposal.', 'agenda.', 'coa.'),
    ],
  ],
  [
    'secretary',
    'Secretary',
    'Prepares meetings and writes their minutes.',
    [
      'dashboard.view',
      'tor.list',
      'agenda.view',
      'meetings.view',
      'minutes.generate',
      'minutes.edit',
      'minutes.approve',
    ],
  ],
  [
    'governance_officer',
    'Governance Officer',
    'Watches over the Terms of Reference and decides on proposals.',
    [
      ...['dashboard.view', ...permissionCodes('tor.'), 'suggestion.view', 'suggestion.review'],
      ...[
        'proposal.view',
        'proposal.review',
        'proposal.approve',
        'agenda.view',
        'agenda.manage',
        'agenda.decide',
      ],
      ...['meetings.view', 'minutes.approve'],
    ],
  ],
  [
    'member',
    'Member',
    'Suggests, proposes, gives opinions and votes in the committees of their positions.',
    memberCodes,
  ],
  [
    'secretariat',
    'Secretariat',
    'Sets up committees: their Terms of Reference, positions, protocols and documents.',
    permissionCodes('tor.', 'document.'),
  ],
];

const users: readonly (readonly [name: string, label: string, ...roles: string[]])[] = [
  ['alice', 'Alice Editor', 'editor', 'member'],
  ['bob', 'Bob Viewer', 'viewer'],
  ['charlie', 'Charlie Manager', 'manager', 'member'],
  ['diana', 'Diana Admin', 'admin'],
  ['eva', 'Eva Secretary', 'secretary', 'secretariat'],
  ['frank', 'Frank Ops', 'viewer', 'member'],
  ['grace', 'Grace Lead', 'editor', 'manager', 'member'],
  ['henry', 'Henry Officer', 'governance_officer', 'member'],
  ['irene', 'Irene Manager', 'manager', 'member'],
  ['jack', 'Jack Member', 'viewer', 'member'],
];

export const demoRoles: readonly SeedEntity[] = roles.map(([name, label, description], place) =>
  entity('role', name, label, { description }, place + 3),
);

export const demoUsers: readonly SeedEntity[] = users.map(([name, label]) =>
  entity('user', name, label, { email: `${name}@example.com` }),
);

export const peopleRelations: readonly SeedRelation[] = [
  ...roles.flatMap(([role, , , codes]) => grants(role, codes)),
  ...users.flatMap(([user, , ...held]) =>
    held.map((role) => relation('has_role', `user:${user}`, `role:${role}`)),
  ),
];
