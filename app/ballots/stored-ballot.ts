import { z } from 'zod';
import { type Ballot, majorities, methods } from './ballot.ts';

const ids = z.array(z.string());
const choice = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['abstain', 'yes', 'no']) }),
  z.object({ kind: z.enum(['approve', 'rank']), options: ids }),
]);
const tallies = z.array(z.object({ option: z.string(), votes: z.number() }));

const ballot: z.ZodType<Ballot> = z.object({
  id: z.string(),
  method: z.enum(methods),
  majority: z.enum(majorities),
  ...{ hasCastingVote: z.boolean(), isSecret: z.boolean(), isWeighted: z.boolean() },
  options: z.array(z.object({ id: z.string(), title: z.string() })),
  electorate: z.array(
    z.object({
      ...{ seat: z.string(), position: z.string(), holderId: z.string(), holder: z.string() },
      ...{ substitutes: ids, weight: z.number() },
    }),
  ),
  ...{ openedById: z.string().nullable(), openedBy: z.string() },
  ...{ closedBy: z.string().nullable(), closedAt: z.string().nullable() },
  result: z
    .object({
      winner: z.string().nullable(),
      reason: z.enum(['majority', 'casting_vote', 'no_majority', 'tie', 'no_votes']),
      rounds: z.array(z.object({ tallies, exhausted: z.number(), eliminated: ids })),
      ...{ against: z.number(), abstained: z.number(), cast: z.number() },
      ...{ electorate: z.number(), needed: z.number() },
    })
    .nullable(),
  voters: z.array(
    z.object({
      ...{ seat: z.string(), voter: z.string(), way: z.enum(['own', 'proxy', 'recused']) },
    }),
  ),
  votes: z.array(z.object({ seat: z.string(), choice })),
  proxies: z.array(z.object({ seat: z.string(), proxyId: z.string(), proxy: z.string() })),
}) as z.ZodType<Ballot>;

/** The ballot that a decision keeps; `undefined` if it has none, or an import brought another form. */
export const readStoredBallot = (stored: unknown): Ballot | undefined =>
  ballot.safeParse(stored).data;
