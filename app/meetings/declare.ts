import { z } from 'zod';
import type { Declaration } from '../ontology/declaration.ts';
import { date, json, reference, text } from '../ontology/property.ts';

/** Attendance by user name. */
const rollCall = json(
  z.array(z.object({ username: z.string(), status: z.enum(['present', 'absent', 'excused']) })),
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
  },
  relations: {
    scheduled_for_meeting: {
      label: 'Scheduled for meeting',
      sources: ['agenda_point'],
      targets: ['meeting'],
    },
  },
  permissions: {
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
      committee: 'belongs_to_tor',
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
  nouns: { meeting: 'Meeting' },
  families: { meeting: 'Meetings' },
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
  },
} as const satisfies Declaration;
