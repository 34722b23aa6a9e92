import { sql } from 'kysely';
import { type Day, standingsOf } from '../authority/index.ts';
import type { Db } from '../db/database.ts';
import { isAfter } from '../live/index.ts';
import { unreadNotifications } from '../notifications/index.ts';
import { grantsOf } from '../ontology/permissions.ts';
import type { Severity } from '../ui/shell-context.ts';
import { unreadWarnings } from '../warnings/index.ts';
import type { Reader } from './rules.ts';

/** Unread numbers of a user, each at most 100. */
export interface Unread {
  readonly warnings: number;
  readonly notifications: number;
}

/** Unread numbers of users by id, in one statement. */
async function readUnread(db: Db, users: readonly string[]): Promise<ReadonlyMap<string, Unread>> {
  const { rows } = await sql<Unread & { id: string }>`
    select u.id, ${unreadWarnings(sql.ref('u.id'))} as warnings,
      ${unreadNotifications(sql.ref('u.id'))} as notifications
    from unnest(${[...users]}::bigint[]) as u(id)`.execute(db);
  return new Map(rows.map(({ id, ...unread }) => [id, unread]));
}

/** The fields of a new warning on a page. */
export interface WarningFacts {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
}

/** Warnings by id, in one statement; those that are gone are missing. */
async function readWarnings(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, WarningFacts>> {
  const { rows } = await sql<WarningFacts>`
    select w.id, coalesce(w.properties ->> 'severity', 'info') as severity,
      coalesce(w.properties ->> 'message', w.label) as title
    from entities w where w.id = any(${[...ids]}::bigint[]) and w.entity_type = 'warning'`.execute(
    db,
  );
  return new Map(rows.map((warning) => [warning.id, warning]));
}

/** A part of the log: changes of some kinds that concern someone, since a snapshot. */
interface Asked {
  readonly since: string;
  readonly subject: string;
  readonly kinds: readonly string[];
  /** Of one item only. */
  readonly item?: string | undefined;
}

/** A change that one of the connections missed. */
interface Missed {
  /** Index among those who asked. */
  readonly place: number;
  readonly kind: string;
  readonly item: string;
  readonly isNew: boolean;
}

/** Items of one part that are sent at most; a page shows no larger number. */
const mostItems = 100;

/** The changes since snapshots, for all who ask, in one statement, and the snapshot they reach. */
async function readMissed(
  db: Db,
  asked: readonly Asked[],
): Promise<{ readonly snapshot: string; readonly missed: readonly Missed[] }> {
  const given = asked.map((each, place) => ({ place, ...each }));
  const { rows } = await sql<{ snapshot: string } & (Missed | { readonly place: null })>`
    select seen.snapshot::text as snapshot, found.place, found.kind, found.item, found."isNew"
    from (select pg_current_snapshot() as snapshot) seen left join lateral (
      select a.place, of.kind, of.item, of."isNew"
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as a(place integer, since text, subject bigint, kinds text[], item bigint)
        cross join lateral (
          select c.kind, c.item, bool_or(c.is_new) as "isNew" from live_changes c
          where c.subject = a.subject and c.kind = any(a.kinds) and c.item = coalesce(a.item, c.item)
            and ${isAfter(sql`a.since::pg_snapshot`)}
          group by c.kind, c.item order by max(c.id) desc limit ${sql.lit(mostItems)}) of) found on true
    order by found.place`.execute(db);
  return {
    snapshot: rows[0]?.snapshot ?? '',
    missed: rows.flatMap((row) => (row.place === null ? [] : [row])),
  };
}

/** The data that messages to pages read from the database. */
export interface LiveStore {
  readonly unread: (users: readonly string[]) => Promise<ReadonlyMap<string, Unread>>;
  readonly warnings: (ids: readonly string[]) => Promise<ReadonlyMap<string, WarningFacts>>;
  readonly missed: (
    asked: readonly Asked[],
  ) => Promise<{ readonly snapshot: string; readonly missed: readonly Missed[] }>;
  readonly readers: (users: readonly string[], day: Day) => Promise<ReadonlyMap<string, Reader>>;
}

export const liveStore = (db: Db): LiveStore => ({
  unread: (users) => readUnread(db, users),
  warnings: (ids) => readWarnings(db, ids),
  missed: (asked) => readMissed(db, asked),
  readers: (users, day) => readReaders(db, users, day),
});

/** Permissions and positions of users on a day, in one statement. */
async function readReaders(
  db: Db,
  users: readonly string[],
  day: Day,
): Promise<ReadonlyMap<string, Reader>> {
  const { rows } = await sql<Omit<Reader, 'permissions'> & { codes: string[] }>`
    select u.id, array(select distinct code from ${grantsOf(sql.ref('u.id'))}) as codes,
      ${standingsOf(sql.ref('u.id'), day)} as standings
    from unnest(${[...users]}::bigint[]) as u(id)`.execute(db);
  return new Map(
    rows.map(({ id, codes, standings }) => [
      id,
      { id, permissions: new Set(codes) as Reader['permissions'], standings },
    ]),
  );
}
