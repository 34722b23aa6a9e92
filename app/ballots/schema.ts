import { z } from 'zod';
import { back, flag, id, several } from '../http/fields.ts';
import { type Choice, majorities, methods } from './ballot.ts';
import { texts } from './texts.ts';

const words = texts.problem;

/** The form that opens a ballot (spec ballots#rules). */
export const ballotInput = z
  .object({
    method: z.enum(methods, words.method),
    majority: z.enum(majorities, words.majority).default('simple'),
    coa_ids: several.optional().default([]),
    is_secret: flag,
    is_weighted: flag,
    has_casting_vote: flag,
    back,
  })
  .refine((input) => !(input.is_secret && (input.is_weighted || input.has_casting_vote)), {
    error: words.secret,
    path: ['is_secret'],
  });
export type BallotInput = Omit<z.output<typeof ballotInput>, 'back'>;

/** A vote: `answer` for yes and no, `options` for approval, `rank_<id>` for a ranking. */
export const voteInput = z
  .looseObject({
    seat: z.string({ error: words.seat }),
    answer: z.string().optional(),
    options: several.optional().default([]),
    back,
  })
  .transform(({ seat, back: page, ...given }) => ({ seat, back: page, choice: choiceOf(given) }));

interface Given {
  readonly answer?: string | undefined;
  readonly options: readonly string[];
  readonly [rank: string]: unknown;
}

function choiceOf({ answer, options, ...rest }: Given): Choice | undefined {
  if (answer === 'abstain' || answer === 'yes' || answer === 'no') return { kind: answer };
  if (options.length > 0) return { kind: 'approve', options };
  const ranks = Object.entries(rest).flatMap(([key, value]) => {
    const place = key.startsWith('rank_') ? Number(value) : 0;
    return place > 0 ? [{ id: key.slice(5), place }] : [];
  });
  if (ranks.length === 0 || new Set(ranks.map(({ place }) => place)).size < ranks.length)
    return undefined;
  const ordered = ranks.toSorted((one, other) => one.place - other.place);
  return { kind: 'rank', options: ordered.map((rank) => rank.id) };
}

export const seatInput = z.object({ seat: z.string({ error: words.seat }), back });

export const proxyInput = z.object({
  seat: z.string({ error: words.seat }),
  user_id: z
    .string({ error: words.proxy })
    .refine((text) => id.safeParse(text).success, { error: words.proxy }),
  back,
});

export const leadInput = z.object({ back });
