import { z } from 'zod';
import { back, line } from '../http/fields.ts';
import { isDay, isId } from '../ontology/property.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { states } from './action-item.ts';
import { texts } from './texts.ts';

const orNone = z
  .string()
  .trim()
  .optional()
  .transform((text) => (text === '' ? undefined : text));

/** The fields of an action item (spec action-items#fields). */
export const actionInput = z.object({
  description: line(texts.fields.description, { most: 2000 }),
  due_date: orNone.refine((day) => day === undefined || isDay(day), texts.refused.due),
  owner: orNone.refine((id) => id === undefined || isId(id), texts.refused.owner),
  version: seenVersion.optional(),
});
export type ActionInput = Omit<z.output<typeof actionInput>, 'version'>;

export const stateInput = z.object({ status: z.enum(states), back });
