import { z } from 'zod';
import { flag } from '../http/fields.ts';
import { lifetimes } from './rules.ts';
import { texts } from './texts.ts';

const codes = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .default([])
  .transform((value) =>
    [...new Set(typeof value === 'string' ? [value] : value)]
      .filter((code) => code !== '')
      .toSorted(),
  );

export const tokenInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, texts.refused.nameMissing)
    .refine((name) => [...name].length <= 100, texts.refused.nameLong),
  days: z
    .string()
    .transform(Number)
    .refine((days) => (lifetimes as readonly number[]).includes(days), texts.refused.days),
  write: flag,
  codes: codes.refine((list) => list.length > 0, texts.refused.scopes),
});
