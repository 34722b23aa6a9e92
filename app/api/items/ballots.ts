import type { z } from 'zod';
import { findPoint } from '../../agenda/index.ts';
import { dayAt } from '../../authority/index.ts';
import {
  type Ballot,
  type Choice,
  castVote,
  closeBallot,
  nameProxy,
  openBallot,
  recuse,
  seatsFor,
} from '../../ballots/index.ts';
import { itemKinds } from '../../committee-items/index.ts';
import { mayRunWithin, within } from '../../http/policy.ts';
import type { SignedIn } from '../../http/visit.ts';
import type { Services } from '../../services.ts';
import { type Operation, operation, type Result } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import { ballot, ballots, type choice, newBallot, proxy, recusal, vote } from './ballots-schema.ts';
import { type ItemCall, pathOf } from './item-call.ts';

type SentChoice = z.output<typeof choice>;

const choiceOf = (stored: Choice): SentChoice =>
  'options' in stored
    ? { kind: stored.kind, option_ids: stored.options.map(Number) }
    : { kind: stored.kind };
const storedOf = (sent: SentChoice): Choice =>
  'option_ids' in sent
    ? { kind: sent.kind, options: sent.option_ids.map(String) }
    : { kind: sent.kind };

/** The seats of a ballot; what each wants is known of an open vote only (spec ballots#secrecy). */
const seatsOf = ({ electorate, voters, votes, proxies, isSecret }: Ballot) =>
  electorate.map(({ seat, position, holderId, holder, weight }) => {
    const voter = voters.find((one) => one.seat === seat);
    const cast = isSecret ? undefined : votes.find((one) => one.seat === seat);
    return {
      ...{ seat, position, holder_id: Number(holderId), holder_name: holder, weight },
      ...{ way: voter?.way ?? null, voter: voter?.voter ?? null },
      proxy: proxies.find((one) => one.seat === seat)?.proxy ?? null,
      choice: cast === undefined ? null : choiceOf(cast.choice),
    };
  });

const resultOf = ({ result }: Ballot) =>
  result === null
    ? null
    : {
        ...{ winner_id: result.winner === null ? null : Number(result.winner) },
        reason: result.reason,
        rounds: result.rounds.map(({ tallies, exhausted, eliminated }) => ({
          tallies: tallies.map(({ option, votes }) => ({ option_id: Number(option), votes })),
          ...{ exhausted, eliminated: eliminated.map(Number) },
        })),
        ...{ against: result.against, abstained: result.abstained, cast: result.cast },
        ...{ electorate: result.electorate, needed: result.needed },
      };

const shown = (found: Ballot, reader: string): z.output<typeof ballot> => ({
  ...{ id: Number(found.id), method: found.method, majority: found.majority },
  ...{ is_secret: found.isSecret, is_weighted: found.isWeighted },
  has_casting_vote: found.hasCastingVote,
  options: found.options.map(({ id, title }) => ({ id: Number(id), title })),
  seats: seatsOf(found),
  own_seats: found.closedAt === null ? seatsFor(found, reader).map(({ seat }) => seat) : [],
  ...{ opened_by_name: found.openedBy, closed_by_name: found.closedBy },
  ...{ closed_at: found.closedAt, result: resultOf(found) },
});

interface BallotCall extends ItemCall {
  readonly ballot: string;
  readonly actor: SignedIn;
}

const ballotPathOf = (call: BallotCall) => ({ ...pathOf(call), ballot: call.ballot });

/** Ballots on an agenda point, by the commands of its page (spec api#ballots). */
export function ballotOperations(services: Services): readonly Operation[] {
  const all = '/tors/:id/agenda-points/:item/ballots' as const;
  const path = `${all}/:ballot` as const;
  const below = { policy: within(itemKinds.agenda_point.reads) } as const;
  const on = async (call: ItemCall): Promise<readonly Ballot[]> =>
    existing(await findPoint(services.db, pathOf(call), dayAt(call.now))).ballots;
  const one = async (call: BallotCall): Promise<Result> => ({
    body: shown(existing((await on(call)).find(({ id }) => id === call.ballot)), call.actor.id),
  });
  const change = { reply: ballot, refusals: [409] } as const;
  return [
    operation({
      ...{ ...below, id: 'listBallots', method: 'get', path: all, reply: ballots },
      run: async (call) => {
        const items = (await on(call)).map((each) => shown(each, call.actor.id));
        return { body: { items } };
      },
    }),
    operation({
      ...{ id: 'openBallot', method: 'post', path: all, status: 201 },
      ...{ policy: mayRunWithin(openBallot), repeatable: true },
      ...{ body: newBallot, reply: ballot, refusals: [409] },
      run: async (call) => {
        const { option_ids, ...rules } = call.input;
        const wanted = { ...pathOf(call), coa_ids: option_ids.map(String) };
        const opened = await openBallot(services, call.actor, { ...rules, ...wanted });
        const id = savedBy(opened, { coa_ids: 'option_ids' });
        const location = `/tors/${call.id}/agenda-points/${call.item}/ballots/${id}`;
        return { ...(await one({ ...call, ballot: id })), location };
      },
    }),
    operation({
      ...{ ...below, id: 'getBallot', method: 'get', path, reply: ballot, run: one },
    }),
    operation({
      ...{ ...change, id: 'castVote', method: 'post', path: `${path}/votes`, body: vote },
      // Not repeatable: what a key is kept for would tell what a secret ballot hides.
      policy: mayRunWithin(castVote),
      run: async (call) => {
        const { seat, choice: sent } = call.input;
        const wanted = { ...ballotPathOf(call), seat, choice: storedOf(sent) };
        savedBy(await castVote(services, call.actor, wanted));
        return one(call);
      },
    }),
    operation({
      ...{ ...change, id: 'recuseSeat', method: 'post', path: `${path}/recusals`, body: recusal },
      ...{ policy: mayRunWithin(recuse), repeatable: true },
      run: async (call) => {
        savedBy(await recuse(services, call.actor, { ...ballotPathOf(call), ...call.input }));
        return one(call);
      },
    }),
    operation({
      ...{ ...change, id: 'nameProxy', method: 'post', path: `${path}/proxies`, body: proxy },
      ...{ policy: mayRunWithin(nameProxy), repeatable: true },
      run: async (call) => {
        const { seat, user_id } = call.input;
        const wanted = { ...ballotPathOf(call), seat, user_id: String(user_id) };
        savedBy(await nameProxy(services, call.actor, wanted));
        return one(call);
      },
    }),
    operation({
      ...{ ...change, id: 'closeBallot', method: 'post', path: `${path}/close` },
      ...{ policy: mayRunWithin(closeBallot), repeatable: true },
      run: async (call) => {
        savedBy(await closeBallot(services, call.actor, ballotPathOf(call)));
        return one(call);
      },
    }),
  ];
}
