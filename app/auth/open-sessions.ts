import type { IncomingMessage } from 'node:http';
import { type RawBuilder, sql } from 'kysely';
import { readCookie } from '../http/cookies.ts';
import { grantsOf } from '../ontology/permissions.ts';
import type { AccessServices } from './access.ts';
import { isSessionId, sessionDigests } from './session-secret.ts';
import { administratorCodes, graceSeconds } from './session-store.ts';

/** A session that has not ended. */
export interface OpenSession {
  readonly id: string;
  readonly userId: string;
}

type Services = Pick<AccessServices, 'db' | 'access' | 'now'>;

/**
 * The session of a request's cookie, for a connection that stays open; `undefined` if there is none
 * or it has ended. Neither extends the session nor gives it a new id.
 */
export async function sessionOf(
  services: Services,
  request: Pick<IncomingMessage, 'headers'>,
): Promise<OpenSession | undefined> {
  const { access, now } = services;
  const id = readCookie(request, access.cookies.session);
  if (id === undefined || !isSessionId(id)) return undefined;
  const digests = sessionDigests(id, access.keys);
  const given = sql`array[${sql.join(digests.map((digest) => sql`${digest}::bytea`))}]`;
  const grace = new Date(now().getTime() - graceSeconds * 1000);
  const [found] = await find(
    services,
    sql`s.hash = any(${given}) or (s.previous_hash = any(${given}) and s.rotated_at > ${grace})`,
  );
  return found;
}

/** Those of some sessions that have not ended, in one statement; does not extend them. */
export const openSessions = (
  services: Services,
  ids: readonly string[],
): Promise<readonly OpenSession[]> => find(services, sql`s.id = any(${[...ids]}::bigint[])`);

/** The rules of `loadSession`: lifetime, and an active user. */
async function find(
  { db, access: { limits }, now }: Services,
  which: RawBuilder<unknown>,
): Promise<readonly OpenSession[]> {
  const at = now();
  const before = (minutes: number) => new Date(at.getTime() - minutes * 60_000);
  const { rows } = await sql<OpenSession>`
    select s.id, s.user_id as "userId"
    from sessions s join entities u on u.id = s.user_id and u.entity_type = 'user' and u.is_active
    where (${which}) and s.created_at > ${before(limits.absoluteHours * 60)}
      and s.last_seen_at > case
        when exists (select from ${grantsOf(sql.ref('s.user_id'))} where code = any(${[...administratorCodes]}::text[]))
        then ${before(limits.idleMinutesAdmin)}::timestamptz else ${before(limits.idleMinutes)}::timestamptz end`.execute(
    db,
  );
  return rows;
}
