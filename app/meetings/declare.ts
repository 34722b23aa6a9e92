import { z } from 'zod';
import type { Declaration } from '../ontology/declaration.ts';
import { choice, date, integer, json, reference, text } from '../ontology/property.ts';

/** HH:MM; what an import brings in another form is left out. */
const clock = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
  .optional()
  .catch(undefined);

/** Attendance by user name; `name` is what the user was called, `represented_by` a user name. */
const rollCall = json(
  z.array(
    z.object({
      username: z.string(),
      status: z.enum(['present', 'absent', 'excused']),
      name: z.string().optional(),
      represented_by: z.string().optional(),
      ...{ arrived: clock, left: clock },
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
    meeting_entry: {
      kind: choice(['section', 'break']),
      minutes: integer({ min: 1, max: 480 }),
    },
  },
  relations: {
    scheduled_for_meeting: {
      label: 'Scheduled for meeting',
      sources: ['agenda_point'],
      targets: ['meeting'],
    },
    entry_of: {
      label: 'Entry of',
      sources: ['meeting_entry'],
      targets: ['meeting'],
      owner: 'target',
    },
    answers_meeting: { label: 'Answers', sources: ['user'], targets: ['meeting'] },
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
      order: 7,
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
  nouns: { meeting: 'Meeting', meeting_entry: 'Section or break' },
  families: { meeting: 'Meetings' },
  actions: {
    'meeting.confirmed': 'confirmed {}',
    'meeting.created': 'created {}',
    'meeting.updated': 'changed {}',
    'meeting.transition': 'moved {}',
    'meeting.deleted': 'deleted {}',
    'meeting.agenda_assigned': 'added an item to the agenda of {}',
    'meeting.agenda_removed': 'removed an item from the agenda of {}',
    'meeting.agenda_moved': 'moved an item of the agenda of {}',
    'meeting.agenda_carried': 'carried items over to the agenda of {}',
    'meeting.entry_added': 'added a section or break to the agenda of {}',
    'meeting.entry_removed': 'removed a section or break from the agenda of {}',
    'meeting.item_started': 'opened an item of {}',
    'meeting.item_stopped': 'stopped the timer of {}',
    'meeting.notes_saved': 'wrote notes at {}',
    'meeting.floor_changed': 'changed the speakers of {}',
    'meeting.answered': 'answered the invitation to {}',
    'meeting.minutes_generated': 'generated the minutes of {}',
    'meeting.roll_call_saved': 'took the roll call of {}',
  },
} as const satisfies Declaration;
