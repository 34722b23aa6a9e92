import type { Ballot, Choice, Paper, Result, VotingSeat } from './ballot.ts';
import { count } from './counting.ts';

/** The seats that a user may vote for now: own ones, as a substitute, or as a proxy. */
export function seatsFor(
  { electorate, voters, proxies }: Pick<Ballot, 'electorate' | 'voters' | 'proxies'>,
  user: string | null,
): readonly VotingSeat[] {
  const used = new Set(voters.map(({ seat }) => seat));
  const given = new Map(proxies.map(({ seat, proxyId }) => [seat, proxyId]));
  return electorate.filter(({ seat, holderId, substitutes }) => {
    if (user === null || used.has(seat)) return false;
    const proxy = given.get(seat);
    if (proxy !== undefined) return proxy === user;
    return holderId === user || substitutes.includes(user);
  });
}

/** Whether a choice fits a ballot: its method, its options, each once. */
export function isFitting({ method, options }: Ballot, choice: Choice): boolean {
  if (choice.kind === 'abstain') return true;
  if (choice.kind === 'yes' || choice.kind === 'no') return method === 'yes_no';
  if (method !== (choice.kind === 'approve' ? 'approval' : 'ranked')) return false;
  const known = new Set(options.map(({ id }) => id));
  const isOnce = new Set(choice.options).size === choice.options.length;
  return choice.options.length > 0 && isOnce && choice.options.every((id) => known.has(id));
}

/** The result of a ballot from its stored votes (spec ballots#counting). */
export function resultOf(ballot: Ballot, secret: readonly Choice[]): Result {
  const { electorate, voters, votes, isSecret, isWeighted, openedById } = ballot;
  const weightOf = ({ weight }: VotingSeat): number => (isWeighted ? weight : 1);
  const recused = new Set(voters.flatMap(({ seat, way }) => (way === 'recused' ? [seat] : [])));
  const seats = new Map(electorate.map((seat) => [seat.seat, seat]));
  const papers: readonly Paper[] = isSecret
    ? secret.map((choice) => ({ choice, weight: 1, isChair: false }))
    : votes.flatMap(({ seat, choice }) => {
        const own = seats.get(seat);
        if (own === undefined) return [];
        return [{ choice, weight: weightOf(own), isChair: own.holderId === openedById }];
      });
  const weight = electorate
    .filter(({ seat }) => !recused.has(seat))
    .reduce((sum, seat) => sum + weightOf(seat), 0);
  return count(
    ballot,
    ballot.options.map(({ id }) => id),
    papers,
    weight,
  );
}
