import { z } from 'zod';
import { type Ballot, majorities, methods } from './ballot.ts';

/** A vote. @param option how it names a course of action */
export const choiceBy = <Option extends z.ZodType>(option: Option) =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['abstain', 'yes', 'no']) }),
    z.object({ kind: z.enum(['approve', 'rank']), options: z.array(option) }),
  ]);

/** A result. @param option how it names a course of action */
export const resultBy = <Option extends z.ZodType>(option: Option) =>
  z.object({
    winner: option.nullable(),
    reason: z.enum(['majority', 'casting_vote', 'no_majority', 'tie', 'no_votes']),
    rounds: z.array(
      z.object({
        tallies: z.array(z.object({ option, votes: z.number() })),
        exhausted: z.number(),
        eliminated: z.array(option),
      }),
    ),
    ...{ against: z.number(), abstained: z.number(), cast: z.number() },
    ...{ electorate: z.number(), needed: z.number() },
  });

/** How a seat voted. */
export const way = z.enum(['own', 'proxy', 'recused']);

const ballot: z.ZodType<Ballot> = z.object({
  id: z.string(),
  method: z.enum(methods),
  majority: z.enum(majorities),
  ...{ hasCastingVote: z.boolean(), isSecret: z.boolean(), isWeighted: z.boolean() },
  options: z.array(z.object({ id: z.string(), title: z.string() })),
  electorate: z.array(
    z.object({
      ...{ seat: z.string(), position: z.string(), holderId: z.string(), holder: z.string() },
      ...{ substitutes: z.array(z.string()), weight: z.number() },
    }),
  ),
  ...{ openedById: z.string().nullable(), openedBy: z.string() },
  ...{ closedBy: z.string().nullable(), closedAt: z.string().nullable() },
  result: resultBy(z.string()).nullable(),
  voters: z.array(z.object({ seat: z.string(), voter: z.string(), way })),
  votes: z.array(z.object({ seat: z.string(), choice: choiceBy(z.string()) })),
  proxies: z.array(z.object({ seat: z.string(), proxyId: z.string(), proxy: z.string() })),
}) as z.ZodType<Ballot>;

/** The ballot that a decision keeps; `undefined` if it has none, or an import brought another form. */
export const readStoredBallot = (stored: unknown): Ballot | undefined =>
  ballot.safeParse(stored).data;
