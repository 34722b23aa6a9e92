import { sql } from 'kysely';
import { type Db, type Tx, writtenRows } from '../db/database.ts';
import {
  newestNotifications,
  type ShownNotification,
  unreadNotifications,
} from '../notifications/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { grantsOf, relationTypeId } from '../ontology/permissions.ts';
import { type StoredNotice, unseenNotices } from '../security-notices/index.ts';
import { avatarOf } from './avatar.ts';
import type { MenuRow } from './menu.ts';

/**
 * Holders of any of these are administrators; their sessions end sooner (spec sign-in#sessions).
 */
export const administratorCodes = [
  'roles.manage',
  'roles.assign',
  'settings.manage',
  'settings.security',
] as const satisfies readonly PermissionCode[];

/** Session timeouts. */
export interface SessionLimits {
  readonly idleMinutes: number;
  readonly idleMinutesAdmin: number;
  readonly absoluteHours: number;
}

/** Everything that a page's shell and permission checks need, from one statement. */
export interface SessionRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly label: string;
  readonly csrf: string;
  /** Current digest of the session id. */
  readonly hash: Buffer;
  readonly privileges: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  /** When the user last entered the password. */
  readonly provedAt: Date;
  readonly isAdministrator: boolean;
  readonly codes: readonly PermissionCode[];
  readonly roles: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  readonly mustChange: boolean | null;
  readonly passwordChangedAt: Date | null;
  readonly avatar: string | null;
  readonly menu: readonly MenuRow[];
  readonly unread: number;
  readonly notices: readonly {
    readonly id: string;
    readonly text: string;
    readonly severity: string | null;
    readonly at: string;
  }[];
  readonly unreadNotifications: number;
  readonly notifications: readonly ShownNotification[];
  /** Security events of the account that were not dismissed. */
  readonly securityNotices: readonly StoredNotice[];
  readonly settings: Readonly<Record<string, string>>;
  /** The changes visible to this read; the page receives later ones. */
  readonly snapshot: string;
}

/** After a new id, the old one stays valid this long for concurrent requests of the page. */
export const graceSeconds = 10;

/** How outdated the time of the last request may be, which limits how often it is written. */
const touchSeconds = (idleMinutes: number): number => Math.min(30, idleMinutes * 3);

const minutes = (now: Date, count: number): Date => new Date(now.getTime() - count * 60_000);

/**
 * Loads the session of a cookie with everything that pages need of its user: one statement, which
 * also records the use. `undefined` if it does not exist, has expired, or its user was deleted or
 * is inactive (spec sign-in#sessions).
 */
export async function loadSession(
  db: Db,
  digests: readonly Buffer[],
  { now, limits, isActivity }: { now: Date; limits: SessionLimits; isActivity: boolean },
): Promise<SessionRow | undefined> {
  const [oldest, grace] = [
    minutes(now, limits.absoluteHours * 60),
    new Date(now.getTime() - graceSeconds * 1000),
  ];
  const [idle, idleAdmin] = [
    minutes(now, limits.idleMinutes),
    minutes(now, limits.idleMinutesAdmin),
  ];
  const stale = new Date(now.getTime() - touchSeconds(limits.idleMinutesAdmin) * 1000);
  const given = sql`array[${sql.join(digests.map((digest) => sql`${digest}::bytea`))}]`;
  const { rows } = await sql<StoredSession>`
    with presented as materialized (
      select s.id, s.hash, s.user_id, s.csrf, s.privileges, s.created_at, s.last_seen_at, s.proved_at, u.name, u.label
      from sessions s join entities u on u.id = s.user_id and u.entity_type = 'user' and u.is_active
      where (s.hash = any(${given}) or (s.previous_hash = any(${given}) and s.rotated_at > ${grace})) and s.created_at > ${oldest}
      limit 1
    ), granted as materialized (
      select coalesce(array_agg(distinct code order by code), '{}') as codes from ${grantsOf(sql`(select user_id from presented)`)}
    ), alive as materialized (
      select p.*, g.codes, g.codes && ${sql.val([...administratorCodes])}::text[] as is_administrator
      from presented p cross join granted g
      where p.last_seen_at > case when g.codes && ${sql.val([...administratorCodes])}::text[] then ${idleAdmin}::timestamptz else ${idle}::timestamptz end
    ), touched as (
      update sessions set last_seen_at = ${now}
      where ${isActivity} and id = (select id from alive where last_seen_at < ${stale})
    ), unread as materialized (
      select receipt.id from entities receipt
        join relations addressed on addressed.source_id = receipt.id and addressed.relation_type_id = ${relationTypeId('for_user')}
      where receipt.properties ->> 'status' = 'unread' and addressed.target_id = (select user_id from alive) and receipt.entity_type = 'warning_receipt'
      order by receipt.id desc limit 100
    )
    select a.id, a.hash, a.user_id as "userId", a.name, a.label, a.csrf, a.privileges, a.created_at as "createdAt",
      case when ${isActivity} and a.last_seen_at < ${stale} then ${now}::timestamptz else a.last_seen_at end as "lastSeenAt", a.proved_at as "provedAt", a.is_administrator as "isAdministrator", a.codes,
      array(select role.label from relations held join entities role on role.id = held.target_id and role.is_active
        where held.source_id = a.user_id and held.relation_type_id = ${relationTypeId('has_role')} order by role.sort_order, role.id) as roles,
      (select jsonb_strip_nulls(jsonb_build_object('theme_preference', u.properties -> 'theme_preference',
          'pref.sidebar', u.properties -> 'pref.sidebar', 'pref.time_zone', u.properties -> 'pref.time_zone'))
        from entities u where u.id = a.user_id) as properties,
      c.must_change as "mustChange", c.changed_at as "passwordChangedAt",
      ${avatarOf(sql`a.user_id`)} as avatar,
      (select content from shell_documents where name = 'menu') as menu,
      (select count(*)::integer from unread) as unread,
      coalesce((select json_agg(json_build_object('id', w.id, 'text', w.label, 'severity', w.properties ->> 'severity', 'at', w.created_at) order by first.id desc)
        from (select id from unread order by id desc limit 5) first
          join relations about on about.source_id = first.id and about.relation_type_id = ${relationTypeId('for_warning')}
          join entities w on w.id = about.target_id), '[]') as notices,
      ${unreadNotifications(sql.ref('a.user_id'))} as "unreadNotifications",
      ${newestNotifications(sql.ref('a.user_id'))} as notifications,
      ${unseenNotices(sql.ref('a.user_id'), sql.ref('a.id'))} as "securityNotices",
      ${allSettings} as settings, pg_current_snapshot()::text as snapshot
    from alive a left join credentials c on c.user_id = a.user_id`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const menu = row.menu.map(({ needs, ...entry }) => ({
    ...entry,
    permitted: needs.every((code) => row.codes.includes(code)),
  }));
  return { ...row, menu };
}

interface StoredSession extends Omit<SessionRow, 'menu'> {
  readonly menu: readonly (Omit<MenuRow, 'permitted'> & {
    readonly needs: readonly PermissionCode[];
  })[];
}

/** Values of all settings by name, as JSON, maintained by triggers. */
export const allSettings = sql`(select content from shell_documents where name = 'settings')`;

export interface NewSession {
  readonly digest: Buffer;
  readonly userId: string;
  readonly csrf: string;
  readonly privileges: string;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  readonly now: Date;
}

/** Starts a session. */
export async function createSession(
  tx: Tx,
  { digest, userId, csrf, privileges, address, userAgent, now }: NewSession,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into sessions (hash, user_id, csrf, privileges, address, user_agent, created_at, rotated_at, proved_at, last_seen_at)
    values (${digest}, ${userId}, ${csrf}, ${privileges}, ${address?.slice(0, 64) ?? null}, ${userAgent?.slice(0, 512) ?? null},
      ${now}, ${now}, ${now}, ${now}) returning id`.execute(tx);
  return rows[0]?.id ?? '';
}

/**
 * Gives a session a new id. Of several concurrent requests only one does.
 * @returns whether this one did
 */
export async function rotateSession(
  db: Db,
  {
    id,
    from,
    to,
    privileges,
    now,
  }: { id: string; from: Buffer; to: Buffer; privileges: string; now: Date },
): Promise<boolean> {
  const written = await writtenRows(
    db,
    sql`
    update sessions set hash = ${to}, previous_hash = ${from}, rotated_at = ${now}, privileges = ${privileges}
    where id = ${id} and hash = ${from}`,
  );
  return written > 0;
}

/** A session as shown to its owner. */
export interface OwnSession {
  readonly id: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

/** Returns a user's active sessions, most recently used first. */
export async function listSessions(
  db: Db,
  userId: string,
  { now, limits }: { now: Date; limits: SessionLimits },
): Promise<readonly OwnSession[]> {
  const { rows } = await sql<OwnSession>`
    select id, address, user_agent as "userAgent", created_at as "createdAt", last_seen_at as "lastSeenAt" from sessions
    where user_id = ${userId} and created_at > ${minutes(now, limits.absoluteHours * 60)} and last_seen_at > ${minutes(now, limits.idleMinutes)}
    order by last_seen_at desc, id desc`.execute(db);
  return rows;
}

/** Sessions to end. `beyond` keeps the newest `keep`; `all` keeps `except`. */
export type SessionsToEnd =
  | { readonly userId: string; readonly session: string }
  | { readonly userId: string; readonly allExcept: string | null }
  | { readonly userId: string; readonly beyond: number };

/** Ends sessions immediately, for all replicas. Returns the digests of those that existed. */
export async function endSessions(tx: Tx, which: SessionsToEnd): Promise<readonly Buffer[]> {
  const condition =
    'session' in which
      ? sql`id = ${which.session}`
      : 'allExcept' in which
        ? sql`id is distinct from ${which.allExcept}::bigint`
        : sql`id not in (select id from sessions where user_id = ${which.userId} order by created_at desc, id desc limit ${which.beyond})`;
  const { rows } = await sql<{
    hash: Buffer;
  }>`delete from sessions where user_id = ${which.userId} and ${condition} returning hash`.execute(
    tx,
  );
  return rows.map(({ hash }) => hash);
}

/** Deletes expired sessions, which are already unusable. */
export async function sweepSessions(
  db: Db,
  { now, limits }: { now: Date; limits: SessionLimits },
): Promise<void> {
  await sql`delete from sessions where created_at <= ${minutes(now, limits.absoluteHours * 60)} or last_seen_at <= ${minutes(now, limits.idleMinutes)}`.execute(
    db,
  );
}

/** Gives a session a new id unconditionally; the old one ends at once. */
export async function replaceSessionId(
  tx: Tx,
  { id, to, now }: { id: string; to: Buffer; now: Date },
): Promise<void> {
  await sql`update sessions set hash = ${to}, previous_hash = null, rotated_at = ${now}, proved_at = ${now} where id = ${id}`.execute(
    tx,
  );
}

/** Records that the user entered the password again. */
export async function noteProof(tx: Tx, id: string, now: Date): Promise<void> {
  await sql`update sessions set proved_at = ${now} where id = ${id}`.execute(tx);
}
