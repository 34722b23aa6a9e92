import { createHashing } from '#app/auth/hashing.ts';
import type { createPool } from '#app/db/pool.ts';

type Pool = ReturnType<typeof createPool>;

/** Password of all people of the soak. */
export const password = 'Ravine-47-kestrel';

/** One member of a committee. */
export interface Member {
  readonly id: string;
  readonly name: string;
  /** Id of the committee. */
  readonly tor: string;
  readonly duty: 'chair' | 'reviewer' | 'member';
  readonly hasMail: boolean;
}

const perCommittee = 20;
const reviewers = 4;

/** Codes of each duty, as an SQL condition on the names of permissions. */
const codes: Readonly<Record<Member['duty'], string>> = {
  chair: `name ~ '^(tor\\.list|agenda|coa|meetings|minutes|suggestion|proposal|decision|dashboard|warnings\\.view)'`,
  reviewer: `name ~ '^(tor\\.list|agenda|coa|meetings\\.view|minutes\\.view|suggestion|proposal|dashboard)'`,
  member: `name in ('tor.list', 'agenda.view', 'agenda.participate', 'meetings.view', 'dashboard.view',
    'suggestion.view', 'suggestion.create', 'proposal.view', 'proposal.create', 'proposal.edit', 'proposal.submit')`,
};

/** Creates committees of twenty people: a chair, four reviewers, and members who write. */
export async function populate(pool: Pool, people: number): Promise<readonly Member[]> {
  const hashing = createHashing();
  const hash = await hashing.make(password);
  for (const [duty, condition] of Object.entries(codes))
    await pool.query(
      `with made as (
         insert into entities (entity_type, name, label) values ('role', 'soak_' || $1, 'Soak ' || $1) returning id)
       insert into relations (relation_type_id, source_id, target_id)
       select t.id, made.id, p.id from made, entities t, entities p
       where t.entity_type = 'relation_type' and t.name = 'has_permission' and p.entity_type = 'permission'
         and p.id in (select id from entities where entity_type = 'permission' and (${condition}))`,
      [duty],
    );
  const { rows } = await pool.query<Member>(
    `with numbers as (
       select n, (n - 1) / $2::integer as board, case (n - 1) % $2::integer when 0 then 'chair'
         else case when (n - 1) % $2::integer <= $3::integer then 'reviewer' else 'member' end end as duty,
         n % 5 = 0 as "hasMail"
       from generate_series(1, $1::integer) n),
     boards as (
       insert into entities (entity_type, name, label, properties)
       select distinct 'tor', 'soak_board_' || board, 'Soak board ' || board, '{"status": "active", "meeting_cadence": "weekly", "cadence_day": "monday", "cadence_time": "10:00"}'::jsonb
       from numbers returning id, name),
     users as (
       insert into entities (entity_type, name, label, properties)
       select 'user', 'soak_' || n, 'Soak person ' || n,
         jsonb_build_object('email', 'soak_' || n || '@example.com') from numbers returning id, name),
     secrets as (
       insert into credentials (user_id, password_hash) select id, $4 from users),
     seats as (
       insert into entities (entity_type, name, label, properties)
       select 'tor_function', 'soak_seat_' || n, duty || ' ' || n,
         case duty when 'chair' then '{"membership_type": "mandatory", "can_call_meetings": "true", "can_manage_agenda": "true", "can_record_decisions": "true"}'::jsonb
           else '{"membership_type": "optional"}'::jsonb end from numbers returning id, name),
     joined as (
       insert into relations (relation_type_id, source_id, target_id)
       select (select id from entities where entity_type = 'relation_type' and name = 'belongs_to_tor'), seats.id, boards.id
       from numbers join seats on seats.name = 'soak_seat_' || n join boards on boards.name = 'soak_board_' || board
       union all
       select (select id from entities where entity_type = 'relation_type' and name = 'fills_position'), users.id, seats.id
       from numbers join seats on seats.name = 'soak_seat_' || n join users on users.name = 'soak_' || n
       union all
       select (select id from entities where entity_type = 'relation_type' and name = 'has_role'), users.id, role.id
       from numbers join users on users.name = 'soak_' || n
         join entities role on role.entity_type = 'role' and role.name = 'soak_' || duty)
     select users.id::text as id, users.name, boards.id::text as tor, duty, "hasMail"
     from numbers join users on users.name = 'soak_' || n join boards on boards.name = 'soak_board_' || board
     order by n`,
    [people, perCommittee, reviewers, hash],
  );
  return rows;
}
