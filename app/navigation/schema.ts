import { z } from 'zod';
import { seenVersion } from '../ontology/seen-version.ts';

export const entryInput = z.object({
  version: seenVersion,
  label: z.string().trim().min(1).max(60),
  place: z.coerce.number().int().min(0).max(999),
  active: z.literal('true').optional(),
});
