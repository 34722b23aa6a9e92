import { z } from 'zod';
import { isDay } from '../ontology/property.ts';

const day = z.string().refine(isDay).optional().catch(undefined);

/** The range of the API; an invalid date is left out (spec calendar#api). */
export const rangeQuery = z.object({ start: day, end: day });

/** Confirms a meeting of the calendar; read leniently, to answer with 400 and a reason. */
export const confirmInput = z.object({
  meeting_date: z.string().optional(),
  meeting_id: z.string().optional(),
});

export const views = ['agenda', 'day', 'week', 'month'] as const;
export type View = (typeof views)[number];

/** The committees of the reader, or all. */
const whose = ['mine', 'all'] as const;
export type Whose = (typeof whose)[number];

/** The page's address; anything else is the current week. */
export const outlookQuery = z.object({
  view: z.enum(views).catch('week'),
  date: day,
  whose: z.enum(whose).optional().catch(undefined),
});

/** Pages of past meetings. */
export const meetingsQuery = z.object({
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  coming: z.enum(['first', 'all']).catch('first'),
});
