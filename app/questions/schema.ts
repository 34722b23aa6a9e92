import { z } from 'zod';
import { optional } from '../http/fields.ts';
import { isDay, isId } from '../ontology/property.ts';
import { texts } from './texts.ts';

/** The id of a committee, position or item. */
export const optionalId = optional(z.string().refine(isId, texts.problem.id));

/** A day of a form; anything else counts as none. */
export const optionalDay = optional(z.string().refine(isDay)).catch(undefined);

/** A whole number of a form; anything else counts as the usual one. */
export const wholeNumber = (usual: number, least: number, most: number) =>
  z.coerce.number().int().min(least).max(most).catch(usual).default(usual);

export const wordsQuery = z.object({ q: z.string().trim().max(100).catch('').default('') });
