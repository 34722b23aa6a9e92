import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { relatedBy } from '../ontology/permissions.ts';
import type { Ballot, Choice } from './ballot.ts';

/** The ballots on an agenda point, newest first, as JSON for any statement. */
export const ballotsOn = (point: RawBuilder<unknown>): RawBuilder<readonly Ballot[]> => sql<
  readonly Ballot[]
>`(
  select coalesce(json_agg(json_build_object('id', b.id::text, 'method', b.method, 'majority', b.majority,
      'hasCastingVote', b.has_casting_vote, 'isSecret', b.is_secret, 'isWeighted', b.is_weighted,
      'options', b.options, 'electorate', b.electorate, 'openedById', b.opened_by_id::text, 'openedBy', b.opened_by,
      'closedBy', b.closed_by, 'closedAt', to_char(b.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'result', b.result,
      'voters', (select coalesce(json_agg(json_build_object('seat', v.seat, 'voter', v.voter, 'way', v.way) order by v.seat), '[]')
        from ballot_voters v where v.ballot_id = b.id),
      'votes', (select coalesce(json_agg(json_build_object('seat', v.seat, 'choice', v.choice) order by v.seat), '[]')
        from ballot_votes v where v.ballot_id = b.id),
      'proxies', (select coalesce(json_agg(json_build_object('seat', p.seat, 'proxyId', p.proxy_id::text, 'proxy', p.proxy) order by p.seat), '[]')
        from ballot_proxies p where p.ballot_id = b.id)) order by b.id desc), '[]')
  from ballots b where b.agenda_point_id = ${point})`;

/**
 * Whether an open ballot on an agenda point waits for a user's vote, as `seatsFor` says it (spec
 * ballots#voting).
 */
export const waitsForVote = (
  point: RawBuilder<unknown>,
  user: RawBuilder<unknown>,
): RawBuilder<boolean> => sql<boolean>`exists (
  select from ballots b cross join jsonb_array_elements(b.electorate) as listed (elector)
    left join ballot_proxies p on p.ballot_id = b.id and p.seat = elector ->> 'seat'
  where b.agenda_point_id = ${point} and b.closed_at is null
    and case when p.seat is null then elector ->> 'holderId' = (${user})::text or elector -> 'substitutes' ? (${user})::text
      else p.proxy_id = ${user} end
    and not exists (select from ballot_voters v where v.ballot_id = b.id and v.seat = elector ->> 'seat'))`;

/** Returns the ballots on an agenda point, newest first. */
export async function readBallots(tx: Tx, point: string): Promise<readonly Ballot[]> {
  const { rows } = await sql<{ ballots: readonly Ballot[] }>`
    select ${ballotsOn(sql`${point}::bigint`)} as ballots`.execute(tx);
  return rows[0]?.ballots ?? [];
}

/** Returns the id of the user who chairs the meeting to come that has a point on its agenda. */
export async function readChair(tx: Tx, point: string): Promise<string | null> {
  const { rows } = await sql<{ chair: string | null }>`
    select nullif(m.properties ->> 'chair_user_id', '') as chair
    from relations r join entities m on m.id = r.target_id and m.entity_type = 'meeting'
    where r.source_id = ${point} and ${relatedBy('r', 'scheduled_for_meeting')}
      and m.properties ->> 'status' in ('projected', 'confirmed', 'in_progress') limit 1`.execute(
    tx,
  );
  return rows[0]?.chair ?? null;
}

/** Returns the votes in the box of a secret ballot, sorted. */
export async function readBox(tx: Tx, ballot: string): Promise<readonly Choice[]> {
  const { rows } = await sql<{ choices: readonly Choice[] }>`
    select choices from ballot_boxes where ballot_id = ${ballot}`.execute(tx);
  return rows[0]?.choices ?? [];
}
