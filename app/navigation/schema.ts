import { z } from 'zod';

export const entryInput = z.object({
  version: z.string().regex(/^\d{1,18}$/),
  label: z.string().trim().min(1).max(60),
  place: z.coerce.number().int().min(0).max(999),
  active: z.literal('true').optional(),
});
