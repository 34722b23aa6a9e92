import { z } from 'zod';
import { itemTypes, mostInPoint as most, pointTexts, priorities } from '../../agenda/index.ts';
import { day, fieldsQuery, id, moment } from '../schema.ts';
import { texts } from '../texts.ts';
import { inCommittee, ofCommittee } from './lists-schema.ts';

const words = texts.members;

const itemType = z.enum(itemTypes);
const line = {
  title: z.string(),
  item_type: itemType.meta({ description: words.itemType }),
  scheduled_date: z.string().nullable().meta({ description: words.scheduledDate }),
  time_allocation_minutes: z.int().nullable(),
  presenter: z.string(),
  priority: z.enum(priorities),
  status: z.string(),
};

/** An agenda point in a list. */
export const agendaPointLine = z
  .object({ id: id(), ...inCommittee, ...line, meeting_id: id().nullable() })
  .meta({ id: 'AgendaPointLine' });

export const agendaPoint = z
  .object({
    id: id(),
    ...line,
    description: z.string().meta({ description: words.markdown }),
    pre_read_url: z.string(),
    outcome_summary: z.string().nullable(),
    ...{ created_by_name: z.string().nullable(), created_at: moment() },
    meeting: z
      .object({ id: id(), label: z.string(), date: z.string().nullable(), number: z.int() })
      .nullable(),
    proposal_id: id().nullable().meta({ description: words.sourceProposal }),
    decision_ids: z.array(id()).meta({ description: words.decisionIds }),
  })
  .meta({ id: 'AgendaPoint' });

const { title, description, presenter, pre_read_url } = pointTexts;
const fields = {
  title: title.meta({ minLength: 1, maxLength: most.title }),
  description: description.meta({
    ...{ minLength: 1, maxLength: most.text, description: words.markdown },
  }),
  item_type: itemType.meta({ description: words.itemType }),
  scheduled_date: day().meta({ description: words.scheduledDate }),
  time_allocation_minutes: z.int().min(1).max(480),
  presenter: presenter.meta({ maxLength: most.presenter }),
  priority: z.enum(priorities),
  pre_read_url: pre_read_url.meta({ maxLength: most.url, description: words.preRead }),
};

export const newAgendaPoint = z
  .strictObject({
    ...fields,
    time_allocation_minutes: fields.time_allocation_minutes.default(15),
    presenter: fields.presenter.default(''),
    priority: fields.priority.default('normal'),
    pre_read_url: fields.pre_read_url.default(''),
  })
  .meta({ id: 'NewAgendaPoint' });

export const agendaPointChange = z.strictObject(fields).partial().meta({ id: 'AgendaPointChange' });

export const agendaQuery = z.object({
  ...ofCommittee,
  item_type: itemType.optional(),
  fields: fieldsQuery(agendaPointLine),
});
