import { z } from 'zod';
import type { Declaration } from '../ontology/declaration.ts';
import {
  choice,
  date,
  flag,
  integerOr,
  json,
  moment,
  reference,
  text,
  texts,
} from '../ontology/property.ts';

/** Who was there, by sign-in name. */
const rollCall = json(
  z.array(z.object({ username: z.string(), status: z.enum(['present', 'absent', 'excused']) })),
  [],
);

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
    meeting: {
      meeting_date: date(),
      status: text({ standard: 'projected', max: 63 }),
      location: text({ max: 255 }),
      notes: text(),
      meeting_number: text({ max: 255 }),
      classification: text({ max: 255 }),
      vtc_details: text({ max: 2000 }),
      chair_user_id: reference('user'),
      secretary_user_id: reference('user'),
      roll_call_data: rollCall,
    },
    minutes: {
      status: choice(['draft', 'pending_approval', 'approved']),
      generated_date: moment(),
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
      label: 'Minutes Of',
      sources: ['meeting'],
      targets: ['minutes'],
      owner: 'source',
    },
    section_of: {
      label: 'Section Of',
      sources: ['minutes_section'],
      targets: ['minutes'],
      owner: 'target',
    },
    scheduled_for_meeting: {
      label: 'Scheduled For Meeting',
      sources: ['agenda_point'],
      targets: ['meeting'],
    },
  },
  permissions: {
    'minutes.generate': {
      group: 'Governance',
      label: 'Generate Meeting Minutes',
      description: 'Creates the minutes of a completed meeting.',
    },
    'minutes.edit': {
      group: 'Governance',
      label: 'Edit Meeting Minutes',
      description: 'Changes sections and distribution of minutes and submits them for approval.',
    },
    'minutes.approve': {
      group: 'Governance',
      label: 'Approve Meeting Minutes',
      description: 'Approves minutes or returns them to their author.',
    },
    'minutes.view': {
      group: 'Governance',
      label: 'View Meeting Minutes',
      description: 'Reads minutes and their printable form.',
    },
    'meetings.view': {
      group: 'Governance',
      label: 'View Meetings',
      description: 'Reads the list of meetings and their details.',
    },
  },
  menu: {
    'governance.meetings': {
      label: 'Meetings',
      url: '/meetings',
      parent: 'governance',
      order: 6,
      permission: 'meetings.view',
    },
  },
  workflows: {
    meeting: {
      statuses: {
        projected: { label: 'Projected', kind: 'initial' },
        confirmed: { label: 'Confirmed' },
        in_progress: { label: 'In Progress' },
        completed: { label: 'Completed', kind: 'terminal' },
        cancelled: { label: 'Cancelled', kind: 'terminal' },
      },
      transitions: [
        {
          from: 'projected',
          to: 'confirmed',
          label: 'Confirm',
          permission: 'tor.edit',
          capability: 'can_call_meetings',
        },
        {
          from: 'projected',
          to: 'cancelled',
          label: 'Cancel',
          permission: 'tor.edit',
          capability: 'can_call_meetings',
        },
        {
          from: 'confirmed',
          to: 'in_progress',
          label: 'Start Meeting',
          permission: 'tor.edit',
          capability: 'can_call_meetings',
        },
        {
          from: 'confirmed',
          to: 'cancelled',
          label: 'Cancel',
          permission: 'tor.edit',
          capability: 'can_call_meetings',
        },
        {
          from: 'in_progress',
          to: 'completed',
          label: 'End Meeting',
          permission: 'tor.edit',
          capability: 'can_call_meetings',
        },
      ],
    },
  },
  nouns: { meeting: 'Meeting', minutes: 'Minutes' },
  families: { meeting: 'Meetings', minutes: 'Minutes' },
  actions: {
    'meeting.confirmed': 'confirmed {}',
    'meeting.created': 'planned {}',
    'meeting.updated': 'changed {}',
    'meeting.transition': 'moved {}',
    'meeting.deleted': 'deleted {}',
    'meeting.agenda_assigned': 'put an item on the agenda of {}',
    'meeting.agenda_removed': 'took an item off the agenda of {}',
    'meeting.minutes_generated': 'began the minutes of {}',
    'meeting.roll_call_saved': 'took the roll call of {}',
    'minutes.generated': 'began {}',
    'minutes.section_edited': 'changed a section of {}',
    'minutes.status_changed': 'changed the status of {}',
    'minutes.distribution_saved': 'changed the distribution of {}',
    'minutes.attendance_saved': 'recorded the attendance of {}',
    'minutes.action_items_saved': 'changed the action items of {}',
    'minutes.exported': 'exported {}',
    'minutes.deleted': 'deleted {}',
  },
} as const satisfies Declaration;
