import { z } from 'zod';
import { area, id, line, several } from '../http/fields.ts';
import { isDay } from '../ontology/property.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { most, mostMinutes, mostQueued } from './proposal.ts';
import { texts } from './texts.ts';

const { fields } = texts;

/** The fields of a proposal (spec proposals#fields). */
export const proposalFields = {
  title: line(fields.title, { most: most.title }),
  description: area(fields.description, { most: most.description }),
  rationale: area(fields.rationale, { most: most.rationale, least: 0 }),
};

export const proposalInput = z.object({ ...proposalFields, version: seenVersion.optional() });
export type ProposalInput = z.output<typeof proposalInput>;

const { problem } = texts.queue;

const wholeNumber = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : Number.NaN);

/** The chosen proposals and when they are discussed (spec proposals#scheduling). */
export const scheduleInput = z.object({
  proposal_ids: several
    .optional()
    .default([])
    .transform((ids) => [...new Set(ids)])
    .refine((ids) => ids.length > 0, problem.none)
    .refine((ids) => ids.length <= mostQueued && ids.every((one) => id.safeParse(one).success), {
      error: problem.gone,
    }),
  scheduled_date: z.string({ error: problem.date }).trim().refine(isDay, problem.date),
  time_allocation_minutes: z
    .string()
    .trim()
    .default('15')
    .transform(wholeNumber)
    .refine((count) => count >= 1 && count <= mostMinutes, problem.minutes(1, mostMinutes)),
  item_type: z.enum(['informative', 'decision'], problem.type).default('informative'),
});
export type ScheduleInput = z.output<typeof scheduleInput>;
