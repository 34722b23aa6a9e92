import { z } from 'zod';
import { flag, line } from '../http/fields.ts';
import { isId } from '../ontology/property.ts';
import { texts } from './texts.ts';

/** How one committee depends on another; the names of their relation types. */
export const kinds = ['feeds_into', 'escalates_to'] as const;
export type Kind = (typeof kinds)[number];

/** The form of a new dependency. */
export const dependencyInput = z.object({
  target_tor_id: z
    .string({ error: texts.refusal.target })
    .trim()
    .refine((text) => isId(text) && text !== '0', texts.refusal.target),
  relation_type: z.enum(kinds, { error: texts.refusal.kind }).default('feeds_into'),
  output_types: line(texts.outputs, { most: 500, least: 0 }).default(''),
  description: line(texts.description, { most: 5000, least: 0 }).default(''),
  is_blocking: flag,
});

export type DependencyInput = z.output<typeof dependencyInput>;

export const candidatesInput = z.object({ q: z.string().max(200).catch('').default('') });
