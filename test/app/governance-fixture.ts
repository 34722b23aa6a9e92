import type { AppClient } from '#test/support/app-client.ts';
import type { AppServer } from '#test/support/app-server.ts';

/** Two committees, their positions, and users who hold some of them. */
export interface Governance {
  readonly boardA: string;
  readonly boardB: string;
  /** Ids of positions by name. */
  readonly positions: Readonly<Record<string, string>>;
  /** All permissions, no position. */
  readonly gov: AppClient;
  /** Chairs board A. */
  readonly chair: AppClient;
  /** A member of board A who writes proposals. */
  readonly member: AppClient;
  /** A member of board A who reviews them. */
  readonly reviewer: AppClient;
  /** The reviewer's permissions, a position of board B only. */
  readonly outsider: AppClient;
  /** `dashboard.view` only. */
  readonly viewer: AppClient;
}

const members = [
  ...['tor.list', 'suggestion.view', 'suggestion.create', 'proposal.view', 'proposal.create'],
  ...['proposal.edit', 'proposal.submit', 'agenda.view', 'agenda.participate', 'meetings.view'],
];
const chairs = ['tor.list', 'meetings.view', 'agenda.view', 'agenda.participate'];

/** SQL conditions on the codes of each role. */
const codes: Readonly<Record<string, string>> = {
  gov: 'true',
  chair: `name in (${quoted([...chairs, 'minutes.edit', 'minutes.view'])})`,
  member: `name in (${quoted(members)})`,
  reviewer: `name in (${quoted([...members, 'suggestion.review', 'proposal.review', 'proposal.approve', 'minutes.approve'])})
    or name like 'agenda.%' or name like 'coa.%'`,
  viewer: `name = 'dashboard.view'`,
};

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

/** Builds the committees and users of the acceptance scenarios in a server's database. */
export async function governance(server: AppServer): Promise<Governance> {
  const { pool } = server.services;
  const idOf = async (query: string, values: readonly unknown[]): Promise<string> =>
    (await pool.query<{ id: string }>(query, [...values])).rows[0]?.id ?? '';
  const make = (type: string, name: string, label: string, properties: object = {}) =>
    idOf(
      'insert into entities (entity_type, name, label, properties) values ($1, $2, $3, $4) returning id',
      [type, name, label, JSON.stringify(properties)],
    );
  const relate = (type: string, source: string, target: string) =>
    idOf(
      `insert into relations (relation_type_id, source_id, target_id)
       select id, $2, $3 from entities where entity_type = 'relation_type' and name = $1 returning id`,
      [type, source, target],
    );
  for (const [role, condition] of Object.entries(codes)) {
    const id = await make('role', `test_${role}`, `Test ${role}`);
    await pool.query(
      `insert into relations (relation_type_id, source_id, target_id)
       select t.id, $1, p.id from entities t, entities p
       where t.entity_type = 'relation_type' and t.name = 'has_permission' and p.entity_type = 'permission'
         and p.id in (select id from entities where entity_type = 'permission' and (${condition}))`,
      [id],
    );
  }
  const signIn = (role: string): Promise<AppClient> => server.signIn(`test_${role}`);
  const boardA = await make('tor', 'board_a', 'Board A', {
    ...{ status: 'active', meeting_cadence: 'weekly', cadence_day: 'wednesday' },
    ...{ cadence_time: '10:00', cadence_duration_minutes: '60', default_location: 'Room 1' },
  });
  const boardB = await make('tor', 'board_b', 'Board B', { meeting_cadence: 'ad-hoc' });
  const chairing = {
    ...{ membership_type: 'mandatory', can_call_meetings: 'true' },
    ...{ can_manage_agenda: 'true', can_record_decisions: 'true' },
  };
  const positions: Record<string, string> = {
    a_chair: await make('tor_function', 'a_chair', 'Chair', chairing),
    a_member: await make('tor_function', 'a_member', 'Member', { membership_type: 'optional' }),
    a_reviewer: await make('tor_function', 'a_reviewer', 'Reviewer', {
      membership_type: 'optional',
    }),
    a_spare: await make('tor_function', 'a_spare', 'Spare seat', { membership_type: 'mandatory' }),
    b_member: await make('tor_function', 'b_member', 'Member of B', {}),
  };
  for (const [name, id] of Object.entries(positions))
    await relate('belongs_to_tor', id, name.startsWith('a_') ? boardA : boardB);
  const filled = async (role: string, position: string): Promise<AppClient> => {
    const client = await signIn(role);
    await relate('fills_position', client.userId, positions[position] ?? '');
    return client;
  };
  return {
    ...{ boardA, boardB, positions, gov: await signIn('gov') },
    chair: await filled('chair', 'a_chair'),
    member: await filled('member', 'a_member'),
    reviewer: await filled('reviewer', 'a_reviewer'),
    outsider: await filled('reviewer', 'b_member'),
    viewer: await signIn('viewer'),
  };
}
