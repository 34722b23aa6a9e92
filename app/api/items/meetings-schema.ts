import { z } from 'zod';
import { presences } from '../../meetings/index.ts';
import { day, fieldsQuery, id } from '../schema.ts';
import { texts } from '../texts.ts';
import { inCommittee, ofCommittee } from './lists-schema.ts';

const words = texts.members;

/** A meeting in a list. */
export const meetingLine = z
  .object({
    ...{ id: id(), ...inCommittee, label: z.string(), meeting_date: z.string().nullable() },
    status: z.string(),
    agenda_items: z.int().meta({ description: words.agendaItems }),
    has_minutes: z.boolean(),
  })
  .meta({ id: 'MeetingLine' });

const entry = z
  .object({
    id: id(),
    kind: z.enum(['point', 'section', 'break']).meta({ description: words.entryKind }),
    title: z.string(),
    minutes: z.int().nullable(),
    ...{ status: z.string().nullable(), item_type: z.string().nullable() },
    presenter: z.string().nullable(),
    notes: z.string().meta({ description: words.markdown }),
  })
  .meta({ id: 'AgendaEntry' });

const clock = (description: string) =>
  z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
    .optional()
    .meta({ description });

const present = z.strictObject({
  username: z.string().trim().min(1).max(200),
  status: z.enum(presences),
  name: z.string().max(200).optional(),
  represented_by: z.string().max(200).optional().meta({ description: words.representedBy }),
  ...{ arrived: clock(words.arrived), left: clock(words.left) },
});

export const meeting = z
  .object({
    ...{ id: id(), label: z.string(), meeting_date: z.string().nullable(), status: z.string() },
    ...{ location: z.string(), notes: z.string(), meeting_number: z.string() },
    ...{ classification: z.string(), vtc_details: z.string() },
    ...{ chair_user_id: id().nullable(), secretary_user_id: id().nullable() },
    agenda: z.array(entry),
    roll_call: z.array(
      z.object({
        ...{ username: z.string(), status: z.enum(presences) },
        ...{ name: z.string().optional(), represented_by: z.string().optional() },
        ...{ arrived: z.string().optional(), left: z.string().optional() },
      }),
    ),
    quorum: z
      .object({
        state: z.enum(['met', 'missing', 'unknown', 'not-required']),
        ...{ present: z.int(), needed: z.int(), filled: z.int(), lacking: z.array(z.string()) },
      })
      .meta({ description: words.quorum }),
    minutes_id: id().nullable(),
  })
  .meta({ id: 'Meeting' });

const line = (most: number) => z.string().trim().max(most);
const details = {
  location: line(255).nullable(),
  notes: line(5000).nullable(),
  meeting_number: line(255).nullable(),
  classification: line(255).nullable(),
  vtc_details: line(2000).nullable(),
  chair_user_id: id().nullable(),
  secretary_user_id: id().nullable(),
};

export const newMeeting = z
  .strictObject({ meeting_date: day(), ...z.object(details).partial().shape })
  .meta({ id: 'NewMeeting' });

export const meetingChange = z
  .strictObject({ meeting_date: day(), ...details })
  .partial()
  .meta({ id: 'MeetingChange' });

/** Agenda points that come onto the agenda of a meeting. */
export const newAgendaEntries = z
  .strictObject({ agenda_point_ids: z.array(id()).min(1).max(100) })
  .meta({ id: 'NewAgendaEntries' });

export const rollCall = z
  .strictObject({ entries: z.array(present).max(500) })
  .meta({ id: 'RollCall' });

export const meetingQuery = z.object({
  ...ofCommittee,
  from: day().optional().meta({ description: words.firstDay }),
  until: day().optional().meta({ description: words.lastDay }),
  fields: fieldsQuery(meetingLine),
});
