import { z } from 'zod';
import { capabilities } from '../authority/index.ts';
import { isDay } from '../ontology/property.ts';
import { capacities, votings } from '../positions/index.ts';
import { fieldsQuery, id, pageQuery } from './schema.ts';
import { texts } from './texts.ts';

const words = texts.members;

const memberships = ['mandatory', 'optional'] as const;

/** A calendar day, YYYY-MM-DD. */
const day = () =>
  z
    .string()
    .refine(isDay)
    .meta({ format: 'date', examples: ['2026-03-01'] });

const holder = z
  .object({
    user_id: id(),
    user_name: z.string(),
    since: z.string().nullable().meta({ description: words.since }),
    until: z.string().nullable().meta({ description: words.until }),
    capacity: z.enum(capacities),
  })
  .meta({ id: 'Holder' });

export const position = z
  .object({
    id: id(),
    name: z.string(),
    label: z.string(),
    description: z.string(),
    category: z.string(),
    membership_type: z.enum(memberships),
    seats: z.int(),
    voting: z.enum(votings),
    vote_weight: z.int(),
    capabilities: z.array(z.enum(capabilities)),
    is_vacant: z.boolean(),
    holders: z.array(holder).meta({ description: words.holders }),
    planned: z.array(holder).meta({ description: words.planned }),
  })
  .meta({ id: 'Position' });
export type PositionReply = z.output<typeof position>;

const name = z.string().trim().min(1).max(50).meta({ description: words.positionName });
const label = z.string().trim().min(1).max(100);
const rest = {
  description: z.string().trim().max(500).optional(),
  category: z.string().trim().max(255).optional(),
  membership_type: z.enum(memberships).optional(),
  seats: z.int().min(1).max(999).optional(),
  voting: z.enum(votings).optional(),
  vote_weight: z.int().min(1).max(99).optional(),
  capabilities: z.array(z.enum(capabilities)).max(capabilities.length).optional(),
};

export const newPosition = z.strictObject({ name, label, ...rest }).meta({ id: 'NewPosition' });
export const positionChange = z
  .strictObject({ name: name.optional(), label: label.optional(), ...rest })
  .meta({ id: 'PositionChange' });
export type PositionChange = z.output<typeof positionChange>;

export const assignment = z
  .strictObject({
    user_id: id(),
    since: day().optional().meta({ description: words.assignedSince }),
    until: day().optional(),
    capacity: z.enum(capacities).optional(),
  })
  .meta({ id: 'Assignment' });

export const vacancy = z
  .strictObject({
    user_id: id().optional().meta({ description: words.vacatedUser }),
    since: day().optional().meta({ description: words.vacatedTerm }),
    until: day().optional().meta({ description: words.vacatedUntil }),
  })
  .meta({ id: 'Vacancy' });

export const positionQuery = z.object({ ...pageQuery, fields: fieldsQuery(position) });
