import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { storedMoment } from '../ontology/records.ts';
import type { Ballot, Choice, Result } from './ballot.ts';

/** A closed ballot with everything that is stored about it. */
export interface ClosedBallot extends Ballot {
  /** With microseconds; an agenda point has one ballot at a time, so it tells them apart. */
  readonly openedAt: string;
  readonly closedAt: string;
  readonly closedBy: string;
  readonly closedById: string | null;
  readonly result: Result;
  readonly voters: readonly (Ballot['voters'][number] & { readonly voterId: string })[];
  /** The votes of a secret ballot, without voters. */
  readonly box: readonly Choice[];
}

/** Closed ballots with the name of their agenda point, in its order and that of time. */
export const closedBallots = (
  where: RawBuilder<unknown> = sql`true`,
): RawBuilder<ClosedBallot & { readonly of: string }> => sql`
  select e.name as of, b.id::text as id, b.method, b.majority, b.is_secret as "isSecret", b.is_weighted as "isWeighted",
    b.has_casting_vote as "hasCastingVote", b.options, b.electorate, ${storedMoment('b.opened_at')} as "openedAt",
    b.opened_by_id::text as "openedById", b.opened_by as "openedBy", ${storedMoment('b.closed_at')} as "closedAt",
    b.closed_by_id::text as "closedById", b.closed_by as "closedBy", b.result,
    (select coalesce(json_agg(json_build_object('seat', v.seat, 'voterId', v.voter_id::text, 'voter', v.voter, 'way', v.way)), '[]')
      from ballot_voters v where v.ballot_id = b.id) as voters,
    (select coalesce(json_agg(json_build_object('seat', v.seat, 'choice', v.choice)), '[]')
      from ballot_votes v where v.ballot_id = b.id) as votes,
    coalesce((select x.choices from ballot_boxes x where x.ballot_id = b.id), '[]') as box,
    (select coalesce(json_agg(json_build_object('seat', p.seat, 'proxyId', p.proxy_id::text, 'proxy', p.proxy)), '[]')
      from ballot_proxies p where p.ballot_id = b.id) as proxies
  from ballots b join entities e on e.id = b.agenda_point_id
  where b.closed_at is not null and ${where}
  order by e.name collate "C", b.opened_at, b.id`;

/** The ballots on an agenda point beside one of another installation. */
export async function ballotsBeside(
  tx: Tx,
  point: string,
  openedAt: string,
): Promise<{
  readonly same: ClosedBallot | undefined;
  readonly isLater: boolean;
  readonly isOpen: boolean;
}> {
  const { rows } = await closedBallots(
    sql`b.agenda_point_id = ${point} and b.opened_at = ${openedAt}::timestamptz`,
  ).execute(tx);
  const others = await sql<{ isLater: boolean; isOpen: boolean }>`
    select coalesce(bool_or(opened_at > ${openedAt}::timestamptz), false) as "isLater",
      coalesce(bool_or(closed_at is null), false) as "isOpen"
    from ballots where agenda_point_id = ${point}`.execute(tx);
  const [beside] = others.rows;
  return {
    ...{ same: rows[0], isLater: beside?.isLater ?? false, isOpen: beside?.isOpen ?? false },
  };
}

/** Stores a closed ballot of another installation; from then on triggers keep it. */
export async function insertClosedBallot(
  tx: Tx,
  point: string,
  ballot: Omit<ClosedBallot, 'id'>,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    insert into ballots (agenda_point_id, method, majority, is_secret, is_weighted, has_casting_vote,
      options, electorate, opened_at, opened_by_id, opened_by)
    values (${point}, ${ballot.method}, ${ballot.majority}, ${ballot.isSecret}, ${ballot.isWeighted}, ${ballot.hasCastingVote},
      ${JSON.stringify(ballot.options)}::jsonb, ${JSON.stringify(ballot.electorate)}::jsonb,
      ${ballot.openedAt}::timestamptz, ${ballot.openedById}, ${ballot.openedBy}) returning id`.execute(
    tx,
  );
  const id = rows[0]?.id ?? '';
  await sql`
    insert into ballot_voters (ballot_id, seat, voter_id, voter, way)
    select ${id}, v.seat, v."voterId", v.voter, v.way
    from jsonb_to_recordset(${JSON.stringify(ballot.voters)}::jsonb) v(seat text, "voterId" bigint, voter text, way text)`.execute(
    tx,
  );
  await sql`
    insert into ballot_votes (ballot_id, seat, choice)
    select ${id}, v.seat, v.choice
    from jsonb_to_recordset(${JSON.stringify(ballot.votes)}::jsonb) v(seat text, choice jsonb)`.execute(
    tx,
  );
  if (ballot.isSecret)
    await sql`
      insert into ballot_boxes (ballot_id, choices)
      select ${id}, coalesce(jsonb_agg(c.choice order by c.choice::text), '[]')
      from jsonb_array_elements(${JSON.stringify(ballot.box)}::jsonb) c(choice)`.execute(tx);
  await sql`
    insert into ballot_proxies (ballot_id, seat, proxy_id, proxy)
    select ${id}, p.seat, p."proxyId", p.proxy
    from jsonb_to_recordset(${JSON.stringify(ballot.proxies)}::jsonb) p(seat text, "proxyId" bigint, proxy text)`.execute(
    tx,
  );
  await sql`
    update ballots set closed_at = ${ballot.closedAt}::timestamptz, closed_by_id = ${ballot.closedById},
      closed_by = ${ballot.closedBy}, result = ${JSON.stringify(ballot.result)}::jsonb
    where id = ${id}`.execute(tx);
}
