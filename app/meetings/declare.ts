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

/** Attendance by user name. */
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
      // The date that the cadence projected, even if the meeting moves (spec calendar#identity).
      occurrence_date: date(),
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
    scheduled_for_meeting: {
      label: 'Scheduled for meeting',
      sources: ['agenda_point'],
      targets: ['meeting'],
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
    'meetings.view': {
      group: 'Governance',
      label: 'View meetings',
      description: 'View meetings and their details.',
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
        in_progress: { label: 'In progress' },
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
          label: 'Start meeting',
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
          label: 'End meeting',
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
    'meeting.created': 'created {}',
    'meeting.updated': 'changed {}',
    'meeting.transition': 'moved {}',
    'meeting.deleted': 'deleted {}',
    'meeting.agenda_assigned': 'added an item to the agenda of {}',
    'meeting.agenda_removed': 'removed an item from the agenda of {}',
    'meeting.minutes_generated': 'generated the minutes of {}',
    'meeting.roll_call_saved': 'took the roll call of {}',
    'minutes.generated': 'generated {}',
    'minutes.section_edited': 'changed a section of {}',
    'minutes.status_changed': 'changed the status of {}',
    'minutes.distribution_saved': 'changed the distribution of {}',
    'minutes.attendance_saved': 'recorded the attendance of {}',
    'minutes.action_items_saved': 'changed the action items of {}',
    'minutes.exported': 'exported {}',
    'minutes.deleted': 'deleted {}',
  },
} as const satisfies Declaration;
