import { z } from 'zod';
import { mostWording, motionKinds, motionResults, motionTexts } from '../../motions/index.ts';
import { id, moment } from '../schema.ts';
import { texts } from '../texts.ts';

const words = texts.members;

const count = () => z.int().min(0).max(9999);
const votes = z
  .strictObject({ for: count(), against: count(), abstained: count() })
  .meta({ id: 'ShownHands' });

export const motion = z
  .object({
    ...{ id: id(), agenda_point_id: id(), kind: z.enum(motionKinds), wording: z.string() },
    state: z.enum(['waiting', 'open', 'settled']),
    ...{ moved_by_id: id(), moved_by_name: z.string(), moved_at: moment() },
    seconded_by_name: z.string().nullable(),
    ...{ opened_at: moment().nullable(), closed_at: moment().nullable() },
    result: z
      .enum([...motionResults, 'lapsed'])
      .nullable()
      .meta({ description: words.motionResult }),
    votes: votes.nullable().meta({ description: words.shownHands }),
  })
  .meta({ id: 'Motion' });
export const motions = z.object({ items: z.array(motion) });

export const newMotion = z
  .strictObject({
    kind: z.enum(motionKinds),
    wording: z
      .string()
      .trim()
      .max(mostWording)
      .default('')
      .meta({ description: words.motionWording }),
  })
  .refine(({ kind, wording }) => kind !== 'other' || wording !== '', {
    ...{ error: motionTexts.refused.wording, path: ['wording'] },
  })
  .meta({ id: 'NewMotion' });

export const settlement = z
  .strictObject({
    result: z.enum(motionResults),
    votes: votes.optional().meta({ description: words.shownHands }),
  })
  .meta({ id: 'MotionSettlement' });
