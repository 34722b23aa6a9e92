import { z } from 'zod';
import type { Declaration } from '../ontology/declaration.ts';
import { choice, date, flag, integerOr, isDay, json, text } from '../ontology/property.ts';

const capacities = ['holder', 'acting', 'substitute_for'] as const;
const day = z.string().refine(isDay);

/** Further terms of office of one user in one position (spec positions#terms). */
const terms = z.array(
  z.strictObject({
    since: day.optional(),
    until: day.optional(),
    capacity: z.enum(capacities).optional(),
  }),
);

export const declaration = {
  types: {
    tor_function: {
      membership_type: choice(['optional', 'mandatory']),
      category: text({ max: 255 }),
      description: text(),
      seats: integerOr(1, { min: 1, max: 999 }),
      voting: choice(['voting', 'advisory']),
      vote_weight: integerOr(1, { min: 1, max: 99 }),
      can_call_meetings: flag(),
      can_manage_agenda: flag(),
      can_record_decisions: flag(),
      can_review_suggestions: flag(),
      can_create_proposals: flag(),
      can_approve_proposals: flag(),
    },
  },
  relations: {
    fills_position: {
      label: 'Fills position',
      sources: ['user'],
      targets: ['tor_function'],
      properties: {
        since: date(),
        until: date(),
        capacity: choice(capacities),
        terms: json(terms, []),
      },
    },
  },
  nouns: { tor_function: 'Position' },
  actions: {
    'tor.function_created': 'added a position to {}',
    'tor.function_updated': 'changed a position of {}',
    'tor.function_moved': 'moved a position of {}',
    'tor.function_deleted': 'deleted a position of {}',
    'tor.position_assigned': 'filled a position of {} with {user}',
    'tor.position_vacated': 'vacated a position of {} from {user}',
  },
} as const satisfies Declaration;
