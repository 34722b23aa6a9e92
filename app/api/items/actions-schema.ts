import { z } from 'zod';
import { states } from '../../action-items/index.ts';
import { day, fieldsQuery, id } from '../schema.ts';
import { texts } from '../texts.ts';
import { inCommittee, ofCommittee } from './lists-schema.ts';

const words = texts.members;

export const actionItem = z
  .object({
    ...{ id: id(), ...inCommittee, description: z.string() },
    status: z.enum(states),
    due_date: z.string().nullable(),
    is_overdue: z.boolean(),
    owner_id: id().nullable().meta({ description: words.owner }),
    owner_name: z.string(),
    source: z
      .object({ id: id(), type: z.string(), label: z.string() })
      .nullable()
      .meta({ description: words.actionSource }),
  })
  .meta({ id: 'ActionItem' });

const fields = {
  description: z.string().trim().min(1).max(2000),
  due_date: day().nullable(),
  owner_id: id().nullable().meta({ description: words.owner }),
};

export const newActionItem = z
  .strictObject({
    description: fields.description,
    ...z.object({ due_date: fields.due_date, owner_id: fields.owner_id }).partial().shape,
  })
  .meta({ id: 'NewActionItem' });

export const actionItemChange = z.strictObject(fields).partial().meta({ id: 'ActionItemChange' });

export const actionItemQuery = z.object({
  ...ofCommittee,
  mine: z.enum(['true', 'false']).optional().meta({ description: words.mine }),
  fields: fieldsQuery(actionItem),
});
