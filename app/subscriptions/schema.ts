import { z } from 'zod';
import { id } from '../http/fields.ts';
import { isId } from '../ontology/property.ts';
import { texts } from './texts.ts';

/** An empty text: the committees of the user. */
export const feedInput = z.object({
  tor_id: z
    .string()
    .default('')
    .refine((tor) => tor === '' || isId(tor), texts.refused.committee)
    .transform((tor) => (tor === '' ? null : tor)),
});

/** The committee that the form begins with. */
export const newFeedQuery = z.object({ tor: id.optional().catch(undefined) });
