import { sql } from 'kysely';
import { type Day, termsOf } from '../authority/index.ts';
import type { Db } from '../db/database.ts';
import { positionsIn, termsAt } from './fragments.ts';
import type { Holder } from './position.ts';
import type { PositionPath } from './queries.ts';

/** Who recorded something, and when. */
export interface Recorded {
  readonly by: string;
  readonly at: Date;
}

/** A term with the users who assigned and ended it, as far as the audit log has them. */
export interface PastTerm extends Pick<Holder, 'userId' | 'user' | 'since' | 'until' | 'capacity'> {
  readonly assigned: Recorded | null;
  readonly ended: Recorded | null;
}

export interface PositionHistory {
  readonly id: string;
  readonly label: string;
  readonly today: string;
  /** Newest first. */
  readonly terms: readonly PastTerm[];
}

const mostTerms = 200;
const mostEvents = 1000;

/** The newest event of an action about the user and the day of a term. */
const recorded = (action: string, key: 'since' | 'until') => sql`(
  select json_build_object('by', c.by, 'at', c.at) from changes c
  where c.action = ${action} and c.user_id = x.user_id and c.${sql.ref(key)} is not distinct from x.${sql.ref(key)}
  order by c.seq desc limit 1)`;

/**
 * The terms at the position `p`: those of users, and those kept of deleted users. A term that a
 * deletion ended has its moment.
 */
const terms = sql`
  select u.id::text as user_id, u.label, term.since, term.until, term.capacity, null::json as ended ${termsAt}
  union all
  select f.user_id::text, f.holder, term.since, least(term.until collate "C", f.last_day), term.capacity,
    case when term.until is null or term.until collate "C" > f.last_day
      then json_build_object('by', f.deleted_by, 'at', f.deleted_at) end
  from former_holders f cross join lateral ${termsOf('f')} term
  where f.position_id = p.id and coalesce(term.since, '') collate "C" <= f.last_day`;

/**
 * Returns everyone who filled a position of a committee, fills it or will, in one statement (spec
 * positions#history); `undefined` if there is no such position.
 */
export async function readHistory(
  db: Db,
  { committee, position }: PositionPath,
  day: Day,
): Promise<PositionHistory | undefined> {
  const { rows } = await sql<PositionHistory>`
    with changes as (
      select a.seq, a.action, a.at, coalesce(actor.label, a.actor_name) as by, a.details ->> 'user_id' as user_id,
        a.after ->> 'since' as since, a.after ->> 'until' as until
      from audit_log a left join entities actor on actor.id = a.actor_id and actor.entity_type = 'user'
      where a.target_id = ${committee} and a.action in ('tor.position_assigned', 'tor.position_vacated')
        and a.outcome = 'success' and a.details ->> 'position_id' = ${position}::text
      order by a.seq desc limit ${sql.lit(mostEvents)})
    select p.id, p.label, ${day} as today, (
      select coalesce(json_agg(json_build_object(
          'userId', x.user_id, 'user', x.label, 'since', x.since, 'until', x.until, 'capacity', x.capacity,
          'assigned', ${recorded('tor.position_assigned', 'since')},
          'ended', coalesce(x.ended, ${recorded('tor.position_vacated', 'until')}))
        order by x.since desc nulls last, x.until desc nulls first, x.label), '[]')
      from (${terms} order by since desc nulls last limit ${sql.lit(mostTerms)}) x) as terms
    ${positionsIn(sql`${committee}::bigint`)} and p.id = ${position}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const dated = (event: Recorded | null) => event && { ...event, at: new Date(event.at) };
  return {
    ...row,
    terms: row.terms.map((term) => ({
      ...term,
      assigned: dated(term.assigned),
      ended: dated(term.ended),
    })),
  };
}
