import { z } from 'zod';
import { area } from '../http/fields.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { texts } from './texts.ts';

const { fields } = texts;

/** The text as it should be; each field has its own limit, which the command checks. */
export const newAmendment = z.object({
  field: z.enum(['description', 'rationale'], texts.refused.field).default('description'),
  text: area(fields.text, { most: 5000, least: 0 }),
  reason: area(fields.reason, { most: 2000, least: 0 }).default(''),
  version: seenVersion.optional(),
});
export type NewAmendment = z.output<typeof newAmendment>;

export const partInput = z.object({
  part: z.coerce.number().int().min(0).max(10_000),
  verdict: z.enum(['accepted', 'refused']),
});

export const newQuery = z.object({
  field: z.enum(['description', 'rationale']).catch('description'),
});
