import { z } from 'zod';
import { back, line } from '../http/fields.ts';
import { texts } from './texts.ts';

const { field } = texts;

const optional = (label: string, most: number) => line(label, { most, least: 0 }).optional();

/** What may be said about a meeting when it is confirmed. */
const details = {
  location: optional(field.location, 255),
  notes: optional(field.notes, 5000),
  meeting_number: optional(field.number, 255),
  classification: optional(field.classification, 255),
  vtc_details: optional(field.remote, 2000),
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
