import { z } from 'zod';
import { line } from '../http/fields.ts';
import { type Hands, motionKinds, motionResults } from './motion.ts';
import { texts } from './texts.ts';

const { refused } = texts;

/** The most characters of a wording. */
export const mostWording = 200;

/** A motion that is moved; another motion says what it is. */
export const motionInput = z
  .object({
    kind: z.enum(motionKinds, refused.kind),
    wording: line(texts.move.wording, { most: mostWording, least: 0 }).default(''),
  })
  .refine(({ kind, wording }) => kind !== 'other' || wording !== '', {
    ...{ error: refused.wording, path: ['wording'] },
  });
export type MotionInput = z.output<typeof motionInput>;

/** A count of votes; empty means that nobody counted. */
const votes = z
  .string()
  .trim()
  .default('')
  .refine((text) => /^([0-9]{1,4})?$/.test(text), refused.votes);

/** The record of the chair; without any count it is settled by consent. */
export const resultInput = z
  .object({
    result: z.enum(motionResults, refused.result),
    votes_for: votes,
    votes_against: votes,
    votes_abstained: votes,
  })
  .transform(({ result, votes_for: yes, votes_against: no, votes_abstained: none }) => ({
    result,
    hands: [yes, no, none].every((count) => count === '')
      ? undefined
      : ({ for: Number(yes), against: Number(no), abstained: Number(none) } satisfies Hands),
  }));
