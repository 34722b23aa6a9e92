import { z } from 'zod';
import { line } from '../http/fields.ts';
import { isDay } from '../ontology/property.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { texts } from './texts.ts';

/** The form that adopts the current text. */
export const adoptionInput = z.object({
  adopted_on: z.string({ error: texts.refusal.day }).trim().refine(isDay, texts.refusal.day),
  decision: line(texts.form.decision, { most: 500 }),
  /** The version of the committee that the actor read. */
  seen_version: seenVersion.optional(),
});
export type AdoptionInput = z.output<typeof adoptionInput>;

/** A day whose text is asked for. */
export const dayQuery = z.object({
  day: z.string().refine(isDay).optional().catch(undefined),
});

const number = z.coerce.number().int().min(1).max(2_147_483_647);

/** The number of a version in a path; `undefined` for anything else. */
export const numberIn = (text: string): number | undefined =>
  /^\d{1,10}$/.test(text) ? number.safeParse(text).data : undefined;
