import type { Collection } from '../collections/index.ts';
import { committeeFrame } from '../committee-page/index.ts';
import { texts } from './texts.ts';

const types = ['procedural', 'agenda_slot', 'fixed'] as const;

/** The steps that the meetings of a committee go through (spec protocol#steps). */
export const protocolSteps: Collection = {
  type: 'protocol_step',
  path: '/tor/:tor/protocol',
  parents: [{ param: 'tor', type: 'tor' }],
  relation: 'protocol_of',
  order: 'sequence_order',
  fields: {
    label: { kind: 'line', label: texts.label, most: 100 },
    step_type: {
      ...{ kind: 'choice', label: texts.type, optional: true, column: true },
      standard: 'procedural',
      options: types.map((value) => ({ value, label: texts.types[value] })),
    },
    responsible: {
      ...{ kind: 'line', label: texts.responsible, most: 255, optional: true, column: true },
    },
    is_required: { kind: 'flag', label: texts.required, standard: 'true', column: true },
    default_duration_minutes: {
      ...{ kind: 'number', label: texts.minutes, min: 0, max: 1440 },
      ...{ optional: true, column: true },
    },
    description: { kind: 'area', label: texts.description, most: 5000, optional: true },
  },
  may: 'tor.edit',
  actions: {
    created: 'tor.protocol_step_added',
    updated: 'tor.protocol_step_updated',
    deleted: 'tor.protocol_step_removed',
    moved: 'tor.protocol_step_moved',
  },
  auditsParent: true,
  texts,
  frame: committeeFrame('overview'),
  home: ([tor]) => `/tor/${tor}`,
};
