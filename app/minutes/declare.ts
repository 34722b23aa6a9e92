import { z } from 'zod';
import type { Declaration } from '../ontology/declaration.ts';
import {
  choice,
  flag,
  integerOr,
  json,
  moment,
  reference,
  text,
  texts,
} from '../ontology/property.ts';

const attendance = json(
  z.array(
    z.object({
      user_id: z.union([z.string(), z.number()]).optional(),
      name: z.string(),
      status: z.enum(['present', 'absent', 'excused']),
      delegation_to: z.string().default(''),
    }),
  ),
  [],
);

const actionItems = json(
  z.array(
    z.object({
      description: z.string(),
      responsible: z.string().default(''),
      due_date: z.string().default(''),
      status: z.enum(['open', 'in_progress', 'done']),
    }),
  ),
  [],
);

export const declaration = {
  types: {
    minutes: {
      status: choice(['draft', 'pending_approval', 'approved']),
      generated_date: moment(),
      submitted_by: reference('user'),
      submitted_date: moment(),
      approved_by: text({ max: 255 }),
      approved_date: moment(),
      distribution_list: texts(),
      structured_attendance: attendance,
      structured_action_items: actionItems,
    },
    minutes_section: {
      section_type: choice(['attendance', 'protocol', 'agenda_items', 'decisions', 'action_items']),
      sequence_order: integerOr(0),
      content: text({ max: 100_000 }),
      is_auto_generated: flag(),
    },
  },
  relations: {
    minutes_of: {
      label: 'Minutes of',
      sources: ['meeting'],
      targets: ['minutes'],
      owner: 'source',
    },
    section_of: {
      label: 'Section of',
      sources: ['minutes_section'],
      targets: ['minutes'],
      owner: 'target',
    },
  },
  permissions: {
    'minutes.generate': {
      group: 'Governance',
      label: 'Generate meeting minutes',
      description: 'Generate the minutes of a completed meeting.',
    },
    'minutes.edit': {
      group: 'Governance',
      label: 'Edit meeting minutes',
      description: 'Edit the sections and distribution of minutes, and submit them for approval.',
    },
    'minutes.approve': {
      group: 'Governance',
      label: 'Approve meeting minutes',
      description: 'Approve minutes or return them to their author.',
    },
    'minutes.view': {
      group: 'Governance',
      label: 'View meeting minutes',
      description: 'View and print minutes.',
    },
  },
  nouns: { minutes: 'Minutes', minutes_section: 'Section of minutes' },
  families: { minutes: 'Minutes' },
  actions: {
    'minutes.generated': 'generated {}',
    'minutes.section_edited': 'changed a section of {}',
    'minutes.status_changed': 'changed the status of {}',
    'minutes.distribution_saved': 'changed the distribution of {}',
    'minutes.attendance_saved': 'recorded the attendance of {}',
    'minutes.action_items_saved': 'changed the action items of {}',
    'minutes.signed': 'signed {}',
    'minutes.exported': 'exported {}',
    'minutes.deleted': 'deleted {}',
  },
  constraints: {
    approved_minutes_stay: {
      message: 'Approved minutes and their sections cannot be changed or deleted.',
      code: 'approved',
    },
  },
} as const satisfies Declaration;
