import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';

interface NewPack {
  readonly meeting: string;
  /** JSON, as it will be hashed. */
  readonly content: string;
  readonly by: { readonly id: string; readonly label: string };
  readonly at: Date;
}

/** Issues a pack: the database numbers and hashes it. */
export async function insertPack(
  tx: Tx,
  { meeting, content, by, at }: NewPack,
): Promise<{ readonly number: number; readonly sha256: string }> {
  const { rows } = await sql<{ number: number; sha256: string }>`
    insert into meeting_packs (meeting_id, number, content, sha256, issued_at, issued_by_id, issued_by)
    values (${meeting}, 1, ${content}, '', ${at}, ${by.id}, ${by.label})
    returning number, encode(sha256, 'hex') as sha256`.execute(tx);
  return rows[0] ?? { number: 0, sha256: '' };
}

interface Reading {
  /** Id of the pack. */
  readonly pack: string;
  readonly by: { readonly id: string; readonly label: string };
  readonly at: Date;
}

/** Notes that a user opened a pack. Returns whether it was the first time. */
export async function writeOpened(tx: Tx, { pack, by, at }: Reading): Promise<boolean> {
  const { rows } = await sql`
    insert into meeting_pack_readers (pack_id, user_id, reader, opened_at)
    values (${pack}, ${by.id}, ${by.label}, ${at}) on conflict do nothing returning pack_id`.execute(
    tx,
  );
  return rows.length > 0;
}

/** Notes that a user read a pack. Returns whether that was not noted before. */
export async function writeRead(tx: Tx, { pack, by, at }: Reading): Promise<boolean> {
  const { rows } = await sql`
    insert into meeting_pack_readers as known (pack_id, user_id, reader, opened_at, read_at)
    values (${pack}, ${by.id}, ${by.label}, ${at}, ${at})
    on conflict (pack_id, user_id) do update set read_at = excluded.read_at where known.read_at is null
    returning pack_id`.execute(tx);
  return rows.length > 0;
}

/** A pack as an export carries it. Moments have microseconds; users are named if they still existed. */
export interface KeptPack {
  readonly number: number;
  readonly content: string;
  readonly sha256: string;
  readonly issued_at: string;
  readonly issued_by: string;
  readonly issued_by_user: string | null;
  readonly readers: readonly {
    readonly reader: string;
    readonly reader_user: string | null;
    readonly opened_at: string;
    readonly read_at: string | null;
  }[];
}

/**
 * Stores a pack of another installation and who read it. Users who are not here get negative ids,
 * so that each stays a reader of their own.
 */
export async function insertKeptPack(tx: Tx, meeting: string, pack: KeptPack): Promise<void> {
  await sql`
    with p as (
      insert into meeting_packs (meeting_id, number, content, sha256, issued_at, issued_by_id, issued_by)
      values (${meeting}, 1, ${pack.content}, '', ${pack.issued_at}::timestamptz,
        coalesce((select id from entities where entity_type = 'user' and name = ${pack.issued_by_user}), -1), ${pack.issued_by})
      returning id)
    insert into meeting_pack_readers (pack_id, user_id, reader, opened_at, read_at)
    select p.id, coalesce(u.id, -r.place), r.said ->> 'reader', (r.said ->> 'opened_at')::timestamptz, (r.said ->> 'read_at')::timestamptz
    from p, jsonb_array_elements(${JSON.stringify(pack.readers)}::jsonb) with ordinality r(said, place)
      left join entities u on u.entity_type = 'user' and u.name = r.said ->> 'reader_user'`.execute(
    tx,
  );
}
