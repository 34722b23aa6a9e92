import type { Declaration } from '../ontology/declaration.ts';
import { choice, flag, integer, integerOr, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    protocol_step: {
      step_type: choice(['procedural', 'agenda_slot', 'fixed']),
      sequence_order: integerOr(0),
      default_duration_minutes: integer({ min: 0, max: 1440 }),
      description: text(),
      is_required: flag(true),
      responsible: text({ max: 255 }),
    },
  },
  relations: {
    protocol_of: {
      label: 'Protocol of',
      sources: ['protocol_step'],
      targets: ['tor'],
      owner: 'target',
    },
  },
  nouns: { protocol_step: 'Protocol step' },
  actions: {
    'tor.protocol_step_added': 'added a step to the protocol of {}',
    'tor.protocol_step_updated': 'changed a step of the protocol of {}',
    'tor.protocol_step_moved': 'moved a step of the protocol of {}',
    'tor.protocol_step_removed': 'removed a step of the protocol of {}',
  },
} as const satisfies Declaration;
