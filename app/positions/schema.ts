import { z } from 'zod';
import { capabilities } from '../authority/index.ts';
import { back, direction, flag, id, line, moveFields } from '../http/fields.ts';
import { isDay } from '../ontology/property.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { capacities } from './position.ts';
import { texts } from './texts.ts';

const { fields } = texts;

const optionalLine = (label: string, most: number) => line(label, { most, least: 0 }).default('');

/** Positions that a committee needs filled, and others. */
export const memberships = ['mandatory', 'optional'] as const;

const membership = z.enum(memberships, texts.assign.membership).default('optional');

const mostSeats = 999;
const mostWeight = 99;

/** Whether a position votes, or only advises (spec positions#voting). */
export const votings = ['voting', 'advisory'] as const;

/** A whole number of at least one; empty means one. */
const amount = (most: number, message: string) =>
  z
    .string()
    .trim()
    .default('1')
    .transform((text) => (text === '' ? 1 : Number(/^\d{1,9}$/.test(text) ? text : Number.NaN)))
    .refine((number) => number >= 1 && number <= most, message);

/** The form of a position (spec positions#fields). */
export const positionInput = z.object({
  name: line(fields.name, { most: 50 }),
  label: line(fields.label, { most: 100 }),
  description: optionalLine(fields.description, 500),
  category: optionalLine(fields.category, 255),
  membership_type: membership,
  seats: amount(mostSeats, texts.seatsRange(mostSeats)),
  voting: z.enum(votings, texts.votingChoice).default('voting'),
  vote_weight: amount(mostWeight, texts.weightRange(mostWeight)),
  ...(Object.fromEntries(capabilities.map((capability) => [capability, flag])) as Record<
    (typeof capabilities)[number],
    typeof flag
  >),
  version: seenVersion.optional(),
  back,
});
export type PositionInput = Omit<z.output<typeof positionInput>, 'version' | 'back'>;

/** A date of a form; empty means none. */
const optionalDay = (label: string) =>
  z
    .string()
    .trim()
    .default('')
    .refine((text) => text === '' || isDay(text), texts.assign.day(label))
    .transform((text) => (text === '' ? undefined : text));

/** The form that assigns a position to a user (spec positions#assign). */
export const assignmentInput = z.object({
  user_id: z.string({ error: texts.assign.unknownUser }).refine(isChosen, texts.assign.unknownUser),
  since: optionalDay(fields.since),
  until: optionalDay(fields.until),
  capacity: z.enum(capacities, texts.assign.capacity).default('holder'),
  back,
});

function isChosen(text: string): boolean {
  return id.safeParse(text).success;
}

/** The form that ends a term (spec positions#vacate). */
export const vacancyInput = z.object({
  user_id: id,
  /** First day of the term, which tells terms of one user apart; empty: open. */
  term: optionalDay(fields.since),
  until: optionalDay(fields.until),
  back,
});

/** The term that a question is about. */
export const termQuery = z.object({
  user: id.optional().catch(undefined),
  term: optionalDay(fields.since).catch(undefined),
  back: back.catch(undefined),
});

/** `POST /tor/:id/members` (spec positions#members): lenient, every problem is a message. */
export const memberInput = z.object({
  action: z.string().default(''),
  user_id: z.string().default(''),
  position_id: z.string().default(''),
  membership_type: z.string().default('optional'),
  since: z.string().trim().default(''),
  until: z.string().trim().default(''),
  capacity: z.string().default('holder'),
  back,
});
export type MemberInput = z.output<typeof memberInput>;

export const moveInput = z.object({ ...moveFields, back });

export const listQuery = z.object({
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  moved: id.optional().catch(undefined),
  by: direction.optional().catch(undefined),
});

export const candidateQuery = z.object({ q: z.string().max(200).default('') });

export const backQuery = z.object({ back: back.catch(undefined) });
