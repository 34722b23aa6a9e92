import { z } from 'zod';
import { back, id, line } from '../http/fields.ts';
import { isDay } from '../ontology/property.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { texts } from './texts.ts';

const { field } = texts;

const optional = (label: string, most: number) => line(label, { most, least: 0 }).optional();

/** A user chosen in a form; empty means none. */
const user = z
  .string()
  .trim()
  .optional()
  .refine((text) => !text || id.safeParse(text).success, texts.refused.user);

/** The fields of a meeting. */
const details = {
  location: optional(field.location, 255),
  notes: optional(field.notes, 5000),
  meeting_number: optional(field.number, 255),
  classification: optional(field.classification, 255),
  vtc_details: optional(field.remote, 2000),
  chair_user_id: user,
  secretary_user_id: user,
};

export type MeetingDetails = { readonly [Key in keyof typeof details]?: string };

/** The form that confirms a meeting; empty details stay as they are. */
export const confirmInput = z
  .object({
    // The page of the form has no place for an error, so the route checks it.
    meeting_date: z.string().trim().default(''),
    ...details,
    back,
  })
  .transform(({ meeting_date: date, back: page, ...given }) => ({
    date,
    back: page,
    details: Object.fromEntries(
      Object.entries(given).filter(([, value]) => value),
    ) as MeetingDetails,
  }));

/** The form of a new meeting on a page of its own. */
const day = z.string({ error: texts.refused.date }).trim().refine(isDay, texts.refused.date);

/** The form that changes a meeting; empty details are removed, omitted ones stay (spec meetings#editing). */
export const meetingInput = z
  .object({ meeting_date: day, ...details, version: seenVersion.optional() })
  .transform(({ meeting_date: date, version, ...given }) => ({
    ...{ date, version },
    details: Object.fromEntries(
      Object.entries(given).map(([key, value]) => [key, value ?? '']),
    ) as MeetingDetails,
  }));
export type MeetingInput = z.output<typeof meetingInput>;

/** The form of a transition. */
export const transitionInput = z.object({
  new_status: z.string().trim().default(''),
  version: seenVersion.optional(),
});

const page = z.coerce.number().int().min(1).max(1_000).catch(1);

/** The pages of the list of meetings: those to come, and the past ones. */
export const listQuery = z.object({ coming: page, page });

/** The entry that was moved a moment ago. */
export const focusQuery = z.object({
  moved: id.optional().catch(undefined),
  by: z.enum(['up', 'down']).optional().catch(undefined),
});
