import { sql } from 'kysely';
import { dayAt, findCommittee, isMetBy, type Requirement } from '../authority/index.ts';
import type { Visit } from '../http/visit.ts';
import { currentPermissions } from '../ontology/permissions.ts';
import type { AccessServices } from './access.ts';
import { administratorCodes } from './session-store.ts';

/**
 * Whether a session that was admitted to a committee's page still is: it has not ended, its user's
 * permissions are the same, and they meet the requirement (spec sign-in#sessions). For connections
 * that stay open; does not extend the session.
 */
export async function isStillAdmitted(
  { db, access: { limits }, now }: Pick<AccessServices, 'db' | 'access' | 'now'>,
  { sessionId, actor }: Pick<Visit, 'sessionId' | 'actor'>,
  { requirement, committee }: { readonly requirement: Requirement; readonly committee: string },
): Promise<boolean> {
  const at = now();
  const isAdministrator = administratorCodes.some((code) => actor.permissions.has(code));
  const idle = isAdministrator ? limits.idleMinutesAdmin : limits.idleMinutes;
  const before = (minutes: number) => new Date(at.getTime() - minutes * 60_000);
  const { rows } = await sql`
    select from sessions s join entities u on u.id = s.user_id and u.entity_type = 'user' and u.is_active
    where s.id = ${sessionId} and s.created_at > ${before(limits.absoluteHours * 60)}
      and s.last_seen_at > ${before(idle)}`.execute(db);
  if (rows.length === 0) return false;
  const held = await currentPermissions(db, actor);
  const isSame =
    held.size === actor.permissions.size && [...held].every((code) => actor.permissions.has(code));
  if (!isSame) return false;
  const found = await findCommittee(db, actor.id, committee, dayAt(at));
  return found !== undefined && isMetBy(requirement, held, found);
}
