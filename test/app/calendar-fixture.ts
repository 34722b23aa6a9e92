import type { AppClient, AppServer } from '#test/support/app-server.ts';

/** Inserts an entity; returns its id. */
export async function insert(
  { services: { pool } }: AppServer,
  type: string,
  name: string,
  { label = name, ...properties }: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    'insert into entities (entity_type, name, label, properties) values ($1, $2, $3, $4) returning id',
    [type, name, label, JSON.stringify(properties)],
  );
  return rows[0]?.id ?? '';
}

/** Adds a relation, with properties. */
export async function join(
  { services: { pool } }: AppServer,
  type: string,
  source: string,
  target: string,
  properties: Readonly<Record<string, string>> = {},
): Promise<void> {
  await pool.query(
    `insert into relations (relation_type_id, source_id, target_id, properties)
     select id, $2, $3, $4 from entities where entity_type = 'relation_type' and name = $1`,
    [type, source, target, JSON.stringify(properties)],
  );
}

/** Inserts a meeting of a committee; returns its id. */
export async function meeting(
  server: AppServer,
  tor: string,
  date: string,
  properties: Readonly<Record<string, string>> = {},
): Promise<string> {
  const id = await insert(server, 'meeting', `m-${tor}-${date}-${Math.random()}`, {
    label: `Meeting ${date}`,
    meeting_date: date,
    ...properties,
  });
  await join(server, 'belongs_to_tor', id, tor);
  return id;
}

/** A browser of a user who holds a position with properties in a committee. */
export async function holder(
  server: AppServer,
  tor: string,
  properties: Readonly<Record<string, string>>,
  ...roles: string[]
): Promise<AppClient> {
  const client = await server.signIn(...roles);
  const position = await insert(server, 'tor_function', `p-${Math.random()}`, properties);
  await join(server, 'belongs_to_tor', position, tor);
  await join(server, 'fills_position', client.userId, position);
  return client;
}

export interface EventOfApi {
  readonly tor_id: number;
  readonly tor_label: string;
  readonly tor_name: string;
  readonly date: string;
  readonly start_time: string;
  readonly duration_minutes: number;
  readonly location: string;
  readonly cadence: string;
  readonly can_confirm: boolean;
  readonly meeting_id?: number;
  readonly meeting_status?: string;
}

/** Events of a range as the API gives them. */
export async function eventsOf(
  client: AppClient,
  range: Readonly<Record<string, string>> = {},
): Promise<readonly EventOfApi[]> {
  const { json } = await client.get(`/api/tor/calendar?${new URLSearchParams(range)}`);
  return json() as readonly EventOfApi[];
}

/** A date some days from today, in UTC. */
export const daysFromNow = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
