import { z } from 'zod';
import type { Declaration } from '../ontology/declaration.ts';
import { flag, integer, json, moment, reference, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    decision: {
      agenda_point_id: reference('agenda_point'),
      decided_by_id: reference('user'),
      selected_coa_id: reference('coa'),
      decision_rationale: text(),
      decided_date: moment(),
      tor_id: reference('tor'),
      decision_year: integer({ min: 1900, max: 9999 }),
      decision_number: integer({ min: 1 }),
      without_quorum: flag(),
      // Titles of the courses of action considered, for searches.
      options_text: text({ max: 100_000 }),
      chosen_title: text({ max: 255 }),
      // The material that the committee had before it: options, votes, quorum, attendance.
      record: json(z.record(z.string(), z.unknown()), {}),
    },
  },
  relations: {
    decision_on: {
      label: 'Decision on',
      sources: ['decision'],
      targets: ['agenda_point'],
      owner: 'target',
    },
    selects_coa: { label: 'Selects COA', sources: ['decision'], targets: ['coa'] },
    decided_in: { label: 'Decided in', sources: ['decision'], targets: ['meeting'] },
    corrects: { label: 'Corrects', sources: ['decision'], targets: ['decision'] },
  },
  menu: {
    'governance.decisions': {
      label: 'Decisions',
      url: '/decisions',
      parent: 'governance',
      order: 9,
      permission: 'agenda.view',
    },
  },
  nouns: { decision: 'Decision' },
  families: { decision: 'Decisions' },
  actions: {
    'decision.finalized': 'recorded the decision on {}',
    'decision.corrected': 'corrected the decision on {}',
    'decision.exported': 'exported the list of decisions',
  },
  constraints: {
    decisions_stay: {
      message: 'A decision is final. It can’t be changed or deleted, nor can what it belongs to.',
      code: 'final',
    },
    decision_number_key: {
      message: 'Another decision of the committee has this number in this year.',
      code: 'number_taken',
    },
  },
} as const satisfies Declaration;
