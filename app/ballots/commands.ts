import { capable, dayAt, findCommittee, inBody, inItsBody, isMetBy } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { touchMeetings } from '../live/index.ts';
import type { Actor } from '../ontology/actor.ts';
import { command } from '../ontology/command.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { readOptions } from '../options/index.ts';
import { proxiesPerUser, readAttendance, type StoredAttendance } from '../quorum/index.ts';
import { lockItemOf } from '../workflow/index.ts';
import type { Ballot, Choice, VotingSeat } from './ballot.ts';
import {
  insertBallot,
  putIntoBox,
  writeProxy,
  writeResult,
  writeVote,
  writeVoter,
} from './ballot-store.ts';
import { readBallots, readBox, readChair } from './queries.ts';
import { isFitting, resultOf, seatsFor } from './rules.ts';
import type { BallotInput } from './schema.ts';
import { texts } from './texts.ts';

/** Where the agenda point is. */
export interface PointPath {
  readonly tor: string;
  readonly id: string;
}

/** Where a ballot is. */
interface BallotPath extends PointPath {
  readonly ballot: string;
}

const leads = inItsBody<PointPath>(inBody('agenda.decide'), ({ tor }) => tor);
const votes = inItsBody<PointPath>(inBody('agenda.participate'), ({ tor }) => tor);

/** Opens a ballot with the electorate of this moment (spec ballots#electorate). */
export const openBallot = command<BallotInput & PointPath, string>(
  'ballot.opened',
  { may: leads },
  async (tx, { input, actor, now }) => {
    const { coa_ids, ...rules } = input;
    const point = await lockItemOf(tx, 'agenda_point', { tor: input.tor, id: input.id });
    const { status, item_type: type } = point.properties;
    if (type !== 'decision' || status === 'voted' || status === 'completed')
      throw refuse({ message: texts.problem.decided, code: 'decided' }, 403);
    const earlier = await readBallots(tx, point.id);
    if (earlier.some(({ closedAt }) => closedAt === null))
      throw refuse({ message: texts.problem.isOpen, code: 'ballot_open' }, 409);
    const all = await readOptions(tx, point.id);
    const isAll = coa_ids.length === 0 && rules.method !== 'yes_no';
    const options = all
      .filter(({ id }) => isAll || coa_ids.includes(id))
      .map(({ id, title }) => ({ id, title }));
    const isKnown = isAll || new Set(coa_ids).size === options.length;
    if (rules.method === 'yes_no' && (options.length !== 1 || !isKnown))
      throw refuse({ field: 'coa_ids', message: texts.problem.oneOption });
    if (rules.method !== 'yes_no' && (options.length < 2 || !isKnown))
      throw refuse({ field: 'coa_ids', message: texts.problem.options });
    const electorate = electorateOf(await readAttendance(tx, input.tor, null, dayAt(now)));
    if (electorate.length === 0)
      throw refuse({ message: texts.problem.nobody, code: 'nobody' }, 409);
    if (
      rules.has_casting_vote &&
      !(await mayChair(tx, { point: point.id, tor: input.tor }, actor, now))
    )
      throw refuse({ field: 'has_casting_vote', message: texts.problem.notChair });
    const id = await insertBallot(
      tx,
      { ...rules, point: point.id, options, electorate },
      actor,
      now,
    );
    await touchMeetings(tx, point.id);
    return saved({
      target: point,
      after: { ...rulesOf(rules), options: options.map(({ title }) => title).join(', ') },
      details: { ballot: id, seats: electorate.length },
      value: id,
    });
  },
);

const rulesOf = ({ method, majority, is_secret, is_weighted }: Omit<BallotInput, 'coa_ids'>) => ({
  ...{ method, majority, is_secret, is_weighted },
});

/**
 * Whether a user chairs the meeting that has a point on its agenda. Without a meeting, or if it names
 * no chair, users who may call meetings of the committee count as chair, as in minutes#signatures.
 */
async function mayChair(
  tx: Tx,
  { point, tor }: { readonly point: string; readonly tor: string },
  actor: Actor,
  now: Date,
): Promise<boolean> {
  const chair = await readChair(tx, point);
  if (chair !== null) return chair === actor.id;
  const standing = await findCommittee(tx, actor.id ?? '0', tor, dayAt(now));
  return (
    standing !== undefined && isMetBy(capable('can_call_meetings'), actor.permissions, standing)
  );
}

/** The filled seats of voting positions. */
const electorateOf = ({ positions }: StoredAttendance): readonly VotingSeat[] =>
  positions
    .filter(({ isVoting }) => isVoting)
    .flatMap(({ id, label, weight, holders }) => {
      const substitutes = holders
        .filter(({ capacity }) => capacity === 'substitute_for')
        .map(({ userId }) => userId);
      const seated = holders.filter(({ capacity }) => capacity !== 'substitute_for');
      return [...new Map(seated.map((holder) => [holder.userId, holder])).values()].map(
        ({ userId, user }) => ({
          ...{ seat: `${id}:${userId}`, position: label, holderId: userId, holder: user },
          ...{ substitutes, weight },
        }),
      );
    });

/**
 * Casts the vote of a seat, once (spec ballots#voting). The audit log names the vote of an open
 * ballot only.
 */
export const castVote = command<
  BallotPath & { readonly seat: string; readonly choice: Choice | undefined },
  null
>('ballot.cast', { may: votes }, async (tx, { input, actor }) => {
  const { point, ballot } = await openedBallot(tx, input);
  const { choice } = input;
  const own = seatsFor(ballot, actor.id).find(({ seat }) => seat === input.seat);
  if (own === undefined) throw refuse({ message: texts.problem.seat, code: 'seat' }, 403);
  if (choice === undefined || !isFitting(ballot, choice)) throw refuse(texts.problem.choice);
  await writeVoter(tx, ballot.id, own.seat, actor, own.holderId === actor.id ? 'own' : 'proxy');
  if (ballot.isSecret) await putIntoBox(tx, ballot.id, choice);
  else await writeVote(tx, ballot.id, own.seat, choice);
  await touchMeetings(tx, point.id);
  return saved({
    target: point,
    after: { seat: own.position, ...(ballot.isSecret ? {} : { vote: inWords(ballot, choice) }) },
    details: { ballot: ballot.id },
    value: null,
  });
});

const inWords = ({ options }: Ballot, choice: Choice): string =>
  'options' in choice
    ? choice.options.map((id) => options.find((one) => one.id === id)?.title ?? id).join(' > ')
    : choice.kind;

/** Records the conflict of a seat's holder: the seat does not vote and is not counted. */
export const recuse = command<BallotPath & { readonly seat: string }, null>(
  'ballot.recused',
  { may: votes },
  async (tx, { input, actor }) => {
    const { point, ballot } = await openedBallot(tx, input);
    const own = heldSeat(ballot, actor.id, input.seat);
    await writeVoter(tx, ballot.id, own.seat, actor, 'recused');
    await touchMeetings(tx, point.id);
    const after = { seat: own.position };
    return saved({ target: point, after, details: { ballot: ballot.id }, value: null });
  },
);

/** Names another voter who votes for the actor's seat (spec ballots#proxies). */
export const nameProxy = command<
  BallotPath & { readonly seat: string; readonly user_id: string },
  string
>('ballot.proxy_named', { may: votes }, async (tx, { input, actor, now }) => {
  const { point, ballot } = await openedBallot(tx, input);
  const own = heldSeat(ballot, actor.id, input.seat);
  const proxy = ballot.electorate.find(({ holderId }) => holderId === input.user_id);
  if (proxy === undefined || proxy.holderId === actor.id)
    throw refuse({ field: 'user_id', message: texts.problem.proxy });
  const committee = await findCommittee(tx, actor.id ?? '0', input.tor, dayAt(now));
  const most = proxiesPerUser(committee?.properties ?? {});
  const held = ballot.proxies.filter(
    ({ proxyId, seat }) => proxyId === proxy.holderId && seat !== own.seat,
  );
  if (held.length >= most)
    throw refuse({ field: 'user_id', message: texts.problem.proxyLimit(most) });
  await writeProxy(tx, ballot.id, own.seat, { id: proxy.holderId, label: proxy.holder });
  await touchMeetings(tx, point.id);
  return saved({
    target: point,
    after: { seat: own.position, proxy: proxy.holder },
    details: { ballot: ballot.id },
    value: proxy.holder,
  });
});

function heldSeat(ballot: Ballot, user: string | null, seat: string): VotingSeat {
  const own = ballot.electorate.find((one) => one.seat === seat && one.holderId === user);
  const isUsed = ballot.voters.some((voter) => voter.seat === seat);
  if (own === undefined || isUsed)
    throw refuse({ message: texts.problem.ownSeat, code: 'seat' }, 403);
  return own;
}

/** Closes a ballot and counts it (spec ballots#counting). Returns the result's reason. */
export const closeBallot = command<BallotPath, string>(
  'ballot.closed',
  { may: leads },
  async (tx, { input, actor, now }) => {
    const { point, ballot } = await openedBallot(tx, input);
    const result = resultOf(ballot, await readBox(tx, ballot.id));
    await writeResult(tx, ballot.id, result, actor, now);
    await touchMeetings(tx, point.id);
    const chosen = ballot.options.find(({ id }) => id === result.winner)?.title ?? null;
    const after = { chosen, reason: result.reason, cast: result.cast };
    return saved({ target: point, after, details: { ballot: ballot.id }, value: result.reason });
  },
);

/** Counts a closed ballot again. Returns whether the stored result is the same. */
export const recount = command<BallotPath, boolean>(
  'ballot.recounted',
  { may: leads },
  async (tx, { input }) => {
    const { point, ballot } = await findBallot(tx, input);
    if (ballot.result === null) throw refuseMissing();
    const again = resultOf(ballot, await readBox(tx, ballot.id));
    const isSame = again.winner === ballot.result.winner && again.cast === ballot.result.cast;
    const after = { is_same: isSame };
    return saved({ target: point, after, details: { ballot: ballot.id }, value: isSame });
  },
);

/** A ballot of an agenda point, which is locked, so that votes and the count wait for each other. */
async function findBallot(
  tx: Tx,
  { tor, id, ballot }: BallotPath,
): Promise<{ readonly point: EntitySnapshot; readonly ballot: Ballot }> {
  const point = await lockItemOf(tx, 'agenda_point', { tor, id });
  const found = (await readBallots(tx, id)).find((one) => one.id === ballot);
  if (found === undefined) throw refuseMissing();
  return { point, ballot: found };
}

async function openedBallot(tx: Tx, path: BallotPath) {
  const found = await findBallot(tx, path);
  if (found.ballot.closedAt !== null)
    throw refuse({ message: texts.problem.isClosed, code: 'ballot_closed' }, 409);
  return found;
}
