import type { AppServer } from '#test/support/app-server.ts';

export interface Seeded {
  readonly status: string;
  /** YYYY-MM-DD */
  readonly date: string;
  /** The option that its agenda point was decided for. */
  readonly decided: string;
  readonly properties: Readonly<Record<string, string>>;
}

let made = 0;

/** A committee has one meeting on a date; the first is on 2026-03-04. */
const dateOf = (count: number): string =>
  new Date(Date.UTC(2026, 2, 3 + count)).toISOString().slice(0, 10);

/** A meeting of board A with roll call and an agenda point, as the database holds it. */
export async function seedMeeting(
  { services: { pool } }: AppServer,
  { boardA, chair }: { readonly boardA: string; readonly chair: { readonly userId: string } },
  { status = 'completed', date = dateOf(made + 1), decided, properties = {} }: Partial<Seeded> = {},
): Promise<{ readonly id: string; readonly point: string }> {
  made += 1;
  const idOf = async (query: string, values: readonly unknown[]) =>
    (await pool.query<{ id: string }>(query, [...values])).rows[0]?.id ?? '';
  const entity = (type: string, label: string, values: object) =>
    idOf(
      'insert into entities (entity_type, name, label, properties) values ($1, $2, $3, $4) returning id',
      [type, `${type}_${made}`, label, JSON.stringify(values)],
    );
  const relate = (type: string, source: string, target: string, values: object = {}) =>
    idOf(
      `insert into relations (relation_type_id, source_id, target_id, properties)
       select id, $2, $3, $4 from entities where entity_type = 'relation_type' and name = $1 returning id`,
      [type, source, target, JSON.stringify(values)],
    );
  const { rows } = await pool.query<{ name: string }>('select name from entities where id = $1', [
    chair.userId,
  ]);
  const id = await entity('meeting', `Board A — ${date}`, {
    ...{ meeting_date: date, status },
    roll_call_data: JSON.stringify([{ username: rows[0]?.name ?? 'guest', status: 'present' }]),
    ...properties,
  });
  await relate('belongs_to_tor', id, boardA);
  const point = await entity('agenda_point', 'Release window', {
    ...{ title: 'Release window', item_type: 'decision', time_allocation_minutes: '15' },
    status: decided === undefined ? 'scheduled' : 'voted',
  });
  await relate('belongs_to_tor', point, boardA);
  await relate('scheduled_for_meeting', point, id, {
    ...{ agenda_order: '1', notes: 'Two windows were compared.', used_seconds: '720' },
  });
  if (decided !== undefined) {
    const option = await entity('coa', decided, { title: decided });
    await relate('considers_coa', point, option);
    await entity('decision', 'Decision', {
      ...{ agenda_point_id: point, selected_coa_id: option, decision_rationale: 'Less risk' },
    });
  }
  return { id, point };
}

/** A completed meeting of the Change Advisory Board of the demo, for `generateMinutes`. */
export async function completedMeeting(
  server: AppServer,
  properties: Readonly<Record<string, string>> = {},
): Promise<{ readonly tor: string; readonly meeting: string }> {
  const { rows } = await server.services.pool.query<{ id: string }>(
    "select id from entities where entity_type = 'tor' and name = 'change_advisory_board'",
  );
  const tor = rows[0]?.id ?? '';
  const { id } = await seedMeeting(server, { boardA: tor, chair: { userId: '0' } }, { properties });
  return { tor, meeting: id };
}

export interface StoredMinutes {
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly sections: readonly {
    readonly id: string;
    readonly type: string;
    readonly content: string;
    readonly generated: string;
    readonly version: string;
  }[];
}

/** Minutes at an address, as stored. */
export async function minutesOf(
  { services: { pool } }: AppServer,
  path: string,
): Promise<StoredMinutes> {
  const id = path.split('/').at(-1) ?? '';
  const { rows } = await pool.query<StoredMinutes>(
    `select m.id, m.properties, (
       select json_agg(json_build_object('id', s.id::text, 'type', s.properties ->> 'section_type', 'version', s.version::text,
         'content', coalesce(s.properties ->> 'content', ''), 'generated', s.properties ->> 'is_auto_generated')
         order by (s.properties ->> 'sequence_order')::integer)
       from relations r join entities s on s.id = r.source_id and s.entity_type = 'minutes_section'
       where r.target_id = m.id) as sections
     from entities m where m.id = $1 and m.entity_type = 'minutes'`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`There are no minutes at ${path}.`);
  return row;
}
