import { z } from 'zod';
import type { IdOf, NameOf } from '../ontology/record-names.ts';
import { momentField } from '../ontology/records.ts';
import { type Choice, majorities, methods, type Result } from './ballot.ts';
import type { ClosedBallot } from './closed-ballot-store.ts';
import { choiceBy, resultBy, way } from './stored-ballot.ts';

// A closed ballot without ids, as exports carry it (spec ballots#exchange). Courses of action and
// seats are named once; what refers to them has their place in the list, from 0.

const place = z.int().min(0);
/** The name of an entity, or a negative number for one that was deleted. */
const named = z.union([z.string(), z.int().negative()]);
const choice = choiceBy(place);

export const portableBallot = z.object({
  opened_at: momentField,
  ...{ opened_by: z.string(), opened_by_user: named.nullable() },
  ...{ method: z.enum(methods), majority: z.enum(majorities) },
  ...{ is_secret: z.boolean(), is_weighted: z.boolean(), has_casting_vote: z.boolean() },
  options: z.array(z.object({ coa: named, title: z.string() })),
  electorate: z.array(
    z.object({
      ...{ position: named, label: z.string() },
      ...{ user: named, holder: z.string(), substitutes: z.array(named), weight: z.number() },
    }),
  ),
  voters: z.array(z.object({ seat: place, user: named, voter: z.string(), way })),
  votes: z.array(z.object({ seat: place, choice })),
  box: z.array(choice),
  proxies: z.array(z.object({ seat: place, user: named, proxy: z.string() })),
  closed_at: momentField,
  ...{ closed_by: z.string(), closed_by_user: named.nullable() },
  result: resultBy(place),
});

export type PortableBallot = z.infer<typeof portableBallot>;
type Named = z.infer<typeof named>;
type PortableChoice = z.infer<typeof choice>;

/** Ids of all entities that a ballot refers to. */
export const idsIn = (ballot: ClosedBallot): readonly string[] => [
  ...ballot.options.map(({ id }) => id),
  ...ballot.electorate.flatMap(({ seat, holderId, substitutes }) => [
    ...[positionIn(seat), holderId, ...substitutes],
  ]),
  ...ballot.voters.map(({ voterId }) => voterId),
  ...ballot.proxies.map(({ proxyId }) => proxyId),
  ...[ballot.openedById, ballot.closedById].filter((id) => id !== null),
];

/** The entities that a portable ballot names. */
export const namedIn = (ballot: PortableBallot) => [
  ...withType(
    'coa',
    ballot.options.map(({ coa }) => coa),
  ),
  ...withType(
    'tor_function',
    ballot.electorate.map(({ position }) => position),
  ),
  ...withType('user', [
    ...ballot.electorate.flatMap(({ user, substitutes }) => [user, ...substitutes]),
    ...[...ballot.voters, ...ballot.proxies].map(({ user }) => user),
    ...[ballot.opened_by_user, ballot.closed_by_user],
  ]),
];

const withType = (type: string, all: readonly (Named | null)[]) =>
  all.flatMap((name) => (typeof name === 'string' ? [{ type, name }] : []));

const positionIn = (seat: string): string => seat.split(':')[0] ?? '';

/** Numbers the keys that have no name in this database, in the order of first use. */
function numbered(): (key: string) => number {
  const numbers = new Map<string, number>();
  return (key) => {
    const number = numbers.get(key) ?? -(numbers.size + 1);
    numbers.set(key, number);
    return number;
  };
}

/**
 * A ballot without ids. The votes of a secret one are sorted by what they say, and who voted by
 * seat, so nothing leads from one to the other (spec ballots#secrecy).
 */
export function portable(ballot: ClosedBallot, nameOf: NameOf): PortableBallot {
  const gone = numbered();
  const nameFor = (type: string, id: string): Named => nameOf(type, id) ?? gone(`${type}:${id}`);
  const user = (id: string): Named => nameFor('user', id);
  const option = (id: string): number => ballot.options.findIndex((one) => one.id === id);
  const seat = (key: string): number => ballot.electorate.findIndex((one) => one.seat === key);
  const vote = (chosen: Choice): PortableChoice =>
    'options' in chosen ? { kind: chosen.kind, options: chosen.options.map(option) } : chosen;
  // Before people are numbered, so that numbers don't tell in which order rows were stored.
  const inOrder = <Row extends { readonly seat: string }>(rows: readonly Row[]) =>
    rows.toSorted((one, other) => seat(one.seat) - seat(other.seat));
  return {
    electorate: ballot.electorate.map(({ seat: key, position, weight, ...held }) => ({
      ...{ position: nameFor('tor_function', positionIn(key)), label: position, weight },
      ...{
        user: user(held.holderId),
        holder: held.holder,
        substitutes: held.substitutes.map(user),
      },
    })),
    opened_at: ballot.openedAt,
    opened_by: ballot.openedBy,
    opened_by_user: ballot.openedById === null ? null : user(ballot.openedById),
    ...{ method: ballot.method, majority: ballot.majority, is_secret: ballot.isSecret },
    ...{ is_weighted: ballot.isWeighted, has_casting_vote: ballot.hasCastingVote },
    options: ballot.options.map(({ id, title }) => ({ coa: nameFor('coa', id), title })),
    voters: inOrder(ballot.voters).map(({ seat: key, voterId, voter, way }) => ({
      ...{ seat: seat(key), user: user(voterId), voter, way },
    })),
    votes: inOrder(ballot.votes).map((one) => ({
      ...{ seat: seat(one.seat), choice: vote(one.choice) },
    })),
    box: ballot.box.map(vote).toSorted(byContent),
    proxies: inOrder(ballot.proxies).map(({ seat: key, proxyId, proxy }) => ({
      ...{ seat: seat(key), user: user(proxyId), proxy },
    })),
    ...{ closed_at: ballot.closedAt, closed_by: ballot.closedBy },
    closed_by_user: ballot.closedById === null ? null : user(ballot.closedById),
    result: counted(ballot.result, option),
  };
}

const byContent = (one: unknown, other: unknown): number => {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  return a < b ? -1 : Number(a > b);
};

/**
 * The ballot in a database with other ids. Missing users and items get negative ids, so that
 * seats and votes still belong together.
 */
export function stored(ballot: PortableBallot, idOf: IdOf): Omit<ClosedBallot, 'id'> {
  const gone = numbered();
  const idFor = (type: string, one: Named): string =>
    (typeof one === 'string' ? idOf(type, one) : undefined) ??
    String(gone(`${type}:${typeof one} ${one}`));
  const user = (one: Named): string => idFor('user', one);
  const options = ballot.options.map(({ coa, title }) => ({ id: idFor('coa', coa), title }));
  const electorate = ballot.electorate.map(({ position, label, holder, weight, ...held }) => {
    const holderId = user(held.user);
    return {
      ...{ seat: `${idFor('tor_function', position)}:${holderId}`, position: label },
      ...{ holderId, holder, substitutes: held.substitutes.map(user), weight },
    };
  });
  const option = (at: number): string => options[at]?.id ?? '';
  const seat = (at: number): string => electorate[at]?.seat ?? '';
  const vote = (chosen: PortableChoice): Choice =>
    'options' in chosen ? { kind: chosen.kind, options: chosen.options.map(option) } : chosen;
  const { opened_by_user: openedBy, closed_by_user: closedBy } = ballot;
  return {
    ...{ options, electorate, openedAt: ballot.opened_at, openedBy: ballot.opened_by },
    openedById: openedBy === null ? null : user(openedBy),
    ...{ method: ballot.method, majority: ballot.majority, isSecret: ballot.is_secret },
    ...{ isWeighted: ballot.is_weighted, hasCastingVote: ballot.has_casting_vote },
    voters: ballot.voters.map(({ seat: at, user: by, voter, way }) => ({
      ...{ seat: seat(at), voterId: user(by), voter, way },
    })),
    votes: ballot.votes.map((one) => ({ seat: seat(one.seat), choice: vote(one.choice) })),
    box: ballot.box.map(vote),
    proxies: ballot.proxies.map(({ seat: at, user: by, proxy }) => ({
      ...{ seat: seat(at), proxyId: user(by), proxy },
    })),
    ...{ closedAt: ballot.closed_at, closedBy: ballot.closed_by },
    closedById: closedBy === null ? null : user(closedBy),
    result: counted(ballot.result, option),
  };
}

interface Counted<Option> extends Omit<Result, 'winner' | 'rounds'> {
  readonly winner: Option | null;
  readonly rounds: readonly {
    readonly tallies: readonly { readonly option: Option; readonly votes: number }[];
    readonly exhausted: number;
    readonly eliminated: readonly Option[];
  }[];
}

/** A result with other names of options. */
const counted = <From, To>(
  { winner, rounds, ...sums }: Counted<From>,
  to: (option: From) => To,
) => ({
  ...sums,
  winner: winner === null ? null : to(winner),
  rounds: rounds.map(({ tallies, exhausted, eliminated }) => ({
    tallies: tallies.map(({ option, votes }) => ({ option: to(option), votes })),
    exhausted,
    eliminated: eliminated.map(to),
  })),
});
