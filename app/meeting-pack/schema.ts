import { z } from 'zod';
import { id, several } from '../http/fields.ts';
import { texts } from './texts.ts';

const mostPapers = 50;

/** The documents that a pack includes. */
export const issueInput = z.object({
  document_id: several
    .optional()
    .default([])
    .refine((ids) => ids.every((one) => id.safeParse(one).success), texts.refused.paper)
    .refine((ids) => ids.length <= mostPapers, texts.refused.tooMany(mostPapers)),
});
