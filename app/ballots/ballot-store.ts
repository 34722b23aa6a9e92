import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Actor } from '../ontology/actor.ts';
import type { Choice, Result, VotingSeat } from './ballot.ts';
import type { BallotInput } from './schema.ts';

type By = Pick<Actor, 'id' | 'label'>;

interface NewBallot extends Omit<BallotInput, 'coa_ids'> {
  readonly point: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  readonly electorate: readonly VotingSeat[];
}

/** Stores an open ballot; a secret one with an empty box. Returns its id. */
export async function insertBallot(tx: Tx, ballot: NewBallot, by: By, now: Date): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into ballots (agenda_point_id, method, majority, is_secret, is_weighted, has_casting_vote,
      options, electorate, opened_at, opened_by_id, opened_by)
    values (${ballot.point}, ${ballot.method}, ${ballot.majority}, ${ballot.is_secret}, ${ballot.is_weighted},
      ${ballot.has_casting_vote}, ${JSON.stringify(ballot.options)}::jsonb, ${JSON.stringify(ballot.electorate)}::jsonb,
      ${now}, ${by.id}, ${by.label}) returning id`.execute(tx);
  const id = rows[0]?.id ?? '';
  if (ballot.is_secret) await sql`insert into ballot_boxes (ballot_id) values (${id})`.execute(tx);
  return id;
}

/** Stores that a seat voted or was recused. */
export async function writeVoter(
  tx: Tx,
  ballot: string,
  seat: string,
  by: By,
  way: 'own' | 'proxy' | 'recused',
): Promise<void> {
  await sql`insert into ballot_voters (ballot_id, seat, voter_id, voter, way)
    values (${ballot}, ${seat}, ${by.id}, ${by.label}, ${way})`.execute(tx);
}

/** Stores what a seat voted in an open ballot. */
export async function writeVote(
  tx: Tx,
  ballot: string,
  seat: string,
  choice: Choice,
): Promise<void> {
  await sql`insert into ballot_votes (ballot_id, seat, choice)
    values (${ballot}, ${seat}, ${JSON.stringify(choice)}::jsonb)`.execute(tx);
}

/** Puts a vote into the box of a secret ballot, which stays sorted (spec ballots#secrecy). */
export async function putIntoBox(tx: Tx, ballot: string, choice: Choice): Promise<void> {
  await sql`update ballot_boxes set choices = (
      select jsonb_agg(c.choice order by c.choice::text) from jsonb_array_elements(choices || ${JSON.stringify([choice])}::jsonb) c(choice))
    where ballot_id = ${ballot}`.execute(tx);
}

/** Stores who votes for an absent holder, instead of an earlier proxy. */
export async function writeProxy(tx: Tx, ballot: string, seat: string, proxy: By): Promise<void> {
  await sql`delete from ballot_proxies where ballot_id = ${ballot} and seat = ${seat}`.execute(tx);
  await sql`insert into ballot_proxies (ballot_id, seat, proxy_id, proxy)
    values (${ballot}, ${seat}, ${proxy.id}, ${proxy.label})`.execute(tx);
}

/** Closes a ballot with its result; from then on triggers keep it. */
export async function writeResult(
  tx: Tx,
  ballot: string,
  result: Result,
  by: By,
  now: Date,
): Promise<void> {
  await sql`update ballots set closed_at = ${now}, closed_by_id = ${by.id}, closed_by = ${by.label},
      result = ${JSON.stringify(result)}::jsonb
    where id = ${ballot}`.execute(tx);
}
