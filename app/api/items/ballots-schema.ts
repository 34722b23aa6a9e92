import { z } from 'zod';
import { majorities, methods } from '../../ballots/index.ts';
import { id, moment } from '../schema.ts';
import { texts } from '../texts.ts';

const words = texts.members;

const seat = () => z.string().meta({ description: words.seat, examples: ['12:34'] });
const result = z.object({
  winner_id: id().nullable().meta({ description: words.winner }),
  reason: z.enum(['majority', 'casting_vote', 'no_majority', 'tie', 'no_votes']),
  rounds: z.array(
    z.object({
      tallies: z.array(z.object({ option_id: id(), votes: z.int() })),
      exhausted: z.int(),
      eliminated: z.array(id()),
    }),
  ),
  ...{ against: z.int(), abstained: z.int(), cast: z.int() },
  ...{ electorate: z.int(), needed: z.int() },
});

/** The choice of a seat: a ranking begins with the best course of action. */
export const choice = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['abstain', 'yes', 'no']) }),
    z.strictObject({
      kind: z.enum(['approve', 'rank']),
      option_ids: z.array(id()).min(1).max(100),
    }),
  ])
  .meta({ id: 'Choice' });

export const ballot = z
  .object({
    ...{ id: id(), method: z.enum(methods), majority: z.enum(majorities) },
    ...{ is_secret: z.boolean(), is_weighted: z.boolean(), has_casting_vote: z.boolean() },
    options: z.array(z.object({ id: id(), title: z.string() })),
    seats: z
      .array(
        z.object({
          ...{ seat: seat(), position: z.string(), holder_id: id(), holder_name: z.string() },
          weight: z.int(),
          way: z.enum(['own', 'proxy', 'recused']).nullable().meta({ description: words.way }),
          voter: z.string().nullable(),
          proxy: z.string().nullable(),
          choice: choice.nullable().meta({ description: words.choice }),
        }),
      )
      .meta({ description: words.seats }),
    own_seats: z.array(z.string()).meta({ description: words.ownSeats }),
    ...{ opened_by_name: z.string(), closed_by_name: z.string().nullable() },
    closed_at: moment().nullable(),
    result: result.nullable(),
  })
  .meta({ id: 'Ballot' });
export const ballots = z.object({ items: z.array(ballot) });

export const newBallot = z
  .strictObject({
    method: z.enum(methods),
    majority: z.enum(majorities).default('simple'),
    option_ids: z.array(id()).max(100).default([]).meta({ description: words.ballotOptions }),
    is_secret: z.boolean().default(false),
    is_weighted: z.boolean().default(false),
    has_casting_vote: z.boolean().default(false),
  })
  .refine((sent) => !(sent.is_secret && (sent.is_weighted || sent.has_casting_vote)), {
    ...{ error: texts.refused.secretBallot, path: ['is_secret'] },
  })
  .meta({ id: 'NewBallot' });

const writtenSeat = seat().max(40);
export const vote = z.strictObject({ seat: writtenSeat, choice }).meta({ id: 'Vote' });
export const recusal = z.strictObject({ seat: writtenSeat }).meta({ id: 'Recusal' });
export const proxy = z.strictObject({ seat: writtenSeat, user_id: id() }).meta({ id: 'Proxy' });
