import { z } from 'zod';
import { isId } from '../ontology/property.ts';
import { texts } from './texts.ts';

/** A parameter that may be left out; an empty field is none. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** The id of a committee, position or item. */
export const optionalId = optional(z.string().refine(isId, texts.problem.id));

export const wordsQuery = z.object({ q: z.string().trim().max(100).catch('').default('') });
