import { z } from 'zod';
import { texts } from '../texts.ts';

const words = texts.members;

/** The moves out of an item's status. */
export const moves = z
  .object({
    status: z.string(),
    moves: z.array(
      z.object({
        to: z.string(),
        label: z.string(),
        is_allowed: z.boolean(),
        needs_reason: z.boolean(),
        lacks: z.enum(['permission', 'condition']).nullable().meta({ description: words.lacks }),
      }),
    ),
  })
  .meta({ id: 'Moves' });

export const newMove = z
  .strictObject({
    to: z.string().min(1).max(63).meta({ description: words.moveTo }),
    reason: z.string().trim().max(2000).optional(),
  })
  .meta({ id: 'NewMove' });
