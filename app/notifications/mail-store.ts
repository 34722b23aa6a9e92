import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { StoredNotification } from './notification.ts';

/** Someone with notifications to mail. */
export interface Addressee {
  readonly user: string;
  readonly name: string;
  readonly address: string;
  /** Name of the installation. */
  readonly app: string;
  readonly notifications: readonly StoredNotification[];
}

const mostInDigest = 100;

/**
 * Who gets emails about which notifications: active people with an email address, of what they have
 * not read or been mailed.
 */
async function findAddressee(
  db: Db,
  condition: RawBuilder<unknown>,
): Promise<Addressee | undefined> {
  const { rows } = await sql<Addressee>`
    select u.id as user, u.label as name, u.properties ->> 'email' as address,
      coalesce((select nullif(properties ->> 'value', '') from entities where entity_type = 'setting' and name = 'app.name'), 'Ahlt') as app,
      json_agg(json_build_object('id', n.id::text, 'kind', n.kind, 'details', n.details, 'path', n.path) order by n.id) as notifications
    from (select * from notifications where ${condition} and mailed_at is null and read_at is null
        order by id limit ${mostInDigest}) n
      join entities u on u.id = n.user_id and u.is_active and coalesce(u.properties ->> 'email', '') <> ''
    group by u.id, u.label, u.properties`.execute(db);
  return rows[0];
}

export const addresseeOf = (db: Db, id: string): Promise<Addressee | undefined> =>
  findAddressee(db, sql`id = ${id} and mail = 'now'`);

export const digestFor = (db: Db, user: string): Promise<Addressee | undefined> =>
  findAddressee(db, sql`user_id = ${user} and mail = 'digest'`);

/** People whose daily email has something to say. */
export async function usersWithDigest(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ user: string }>`
    select distinct user_id as user from notifications
    where mail = 'digest' and mailed_at is null and read_at is null order by 1 limit 10000`.execute(
    db,
  );
  return rows.map(({ user }) => user);
}

/** Notes that notifications were mailed. */
export async function noteMailed(db: Db, ids: readonly string[], now: Date): Promise<void> {
  await sql`update notifications set mailed_at = ${now} where id = any(${[...ids]}::bigint[])`.execute(
    db,
  );
}
