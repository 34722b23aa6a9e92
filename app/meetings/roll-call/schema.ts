import { z } from 'zod';
import { several } from '../../http/fields.ts';
import { texts } from '../texts.ts';
import { mostEntries } from './rules.ts';

const many = z
  .union([z.string(), z.array(z.string())])
  .pipe(several)
  .optional()
  .transform((list) => list ?? [])
  .refine((list) => list.length <= mostEntries, texts.rollCall.refused['too-many']);

/**
 * The form of a roll call: one line for each user, in the same order in all fields; or all of it as
 * JSON, as programs post it (spec meetings#roll-call).
 */
export const rollCallInput = z
  .object({
    roll_call_data: z.string().optional(),
    ...{ user: many, status: many, represented_by: many, arrived: many, left: many, shown: many },
    back: z.string().optional(),
  })
  .refine(
    ({ roll_call_data: json, user, status }) =>
      json !== undefined || (user.length > 0 && user.length === status.length),
    { message: texts.rollCall.refused.unreadable, path: ['roll_call_data'] },
  )
  .transform(({ roll_call_data: json, user, back, ...fields }) => ({
    back,
    rollCall:
      json ??
      user.map((id, at) => ({
        ...{ user: id, status: fields.status[at] ?? '' },
        representedBy: fields.represented_by[at] ?? '',
        ...{ arrived: fields.arrived[at] ?? '', left: fields.left[at] ?? '' },
        shown: fields.shown[at],
      })),
  }));
