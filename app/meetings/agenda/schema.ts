import { z } from 'zod';
import { id, line, several } from '../../http/fields.ts';
import { texts } from '../texts.ts';

const words = texts.agenda;

/** One or more agenda points. */
export const pointsInput = z.object({
  agenda_point_id: z
    .union([z.string(), z.array(z.string())], words.refused.none)
    .pipe(several)
    .refine((ids) => ids.every((one) => id.safeParse(one).success), words.refused.none)
    .refine((ids) => ids.length <= 100, words.refused.tooMany(100)),
});

/** Where an entry goes: a button names a direction, a drag also the place, a program what follows. */
export const moveInput = z
  .object({
    direction: z.enum(['up', 'down']).optional(),
    place: z.coerce.number().int().min(1).max(1_000).optional().catch(undefined),
    before: z.union([id, z.literal('')]).optional(),
  })
  .refine(({ direction, before }) => direction !== undefined || before !== undefined, {
    message: words.refused.place,
    path: ['direction'],
  })
  .transform(({ direction, place, before }) => {
    if (direction === undefined) return { before: before || null };
    return place === undefined ? { by: direction } : { at: place };
  });

const minutes = z
  .string()
  .trim()
  .default('')
  .refine((text) => text === '' || /^\d{1,3}$/.test(text), words.refused.minutes)
  .transform((text) => (text === '' ? null : Number(text)))
  .refine((value) => value === null || (value >= 1 && value <= 480), words.refused.minutes);

/** A section or a break. */
export const entryInput = z
  .object({
    kind: z.enum(['section', 'break'], words.refused.kind),
    title: line(words.entry.title, { most: 200 }),
    minutes,
  })
  .transform(({ kind, title, minutes: given }) => ({
    ...{ kind, title },
    minutes: kind === 'section' ? null : (given ?? 10),
  }));
export type EntryInput = z.output<typeof entryInput>;
