import { z } from 'zod';
import type { Declaration } from '../ontology/declaration.ts';
import { choice, integerOr, json, moment, reference, text } from '../ontology/property.ts';

/** A part of an amendment that was accepted or refused. */
const decision = z.object({
  part: z.number().int().min(0),
  verdict: z.enum(['accepted', 'refused']),
  by: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
});

export const declaration = {
  types: {
    amendment: {
      field: choice(['description', 'rationale']),
      base: text({ max: 10_000 }),
      proposed: text({ max: 10_000 }),
      reason: text({ max: 2000 }),
      /** How many parts it has, which can be decided one by one. */
      parts: integerOr(0),
      decided: json(z.array(decision), []),
      author_id: reference('user'),
      created_date: moment(),
      withdrawn_date: moment(),
    },
  },
  relations: {
    amends: {
      label: 'Amends',
      sources: ['amendment'],
      targets: ['proposal', 'coa'],
      owner: 'target',
    },
  },
  nouns: { amendment: 'Amendment' },
  families: { amendment: 'Amendments' },
  actions: {
    'amendment.proposed': 'proposed an amendment to {}',
    'amendment.accepted': 'accepted a part of an amendment to {}',
    'amendment.refused': 'refused a part of an amendment to {}',
    'amendment.withdrawn': 'withdrew an amendment to {}',
  },
} as const satisfies Declaration;
