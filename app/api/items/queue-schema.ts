import { z } from 'zod';
import { itemTypes } from '../../agenda/index.ts';
import { mostMinutes, mostQueued } from '../../proposals/index.ts';
import { day, id } from '../schema.ts';
import { texts } from '../texts.ts';

const words = texts.members;

export const queued = z
  .object({
    ...{ id: id(), title: z.string(), status: z.string() },
    ...{ submitted_by_name: z.string().nullable(), submitted_date: z.string() },
  })
  .meta({ id: 'QueuedProposal' });
export const queue = z.object({ items: z.array(queued), total: z.int() });

export const newQueued = z.strictObject({ proposal_id: id() }).meta({ id: 'NewQueuedProposal' });

export const newSchedule = z
  .strictObject({
    proposal_ids: z.array(id()).min(1).max(mostQueued),
    scheduled_date: day().meta({ description: words.scheduledDate }),
    time_allocation_minutes: z.int().min(1).max(mostMinutes).default(15),
    item_type: z.enum(itemTypes).default('informative').meta({ description: words.itemType }),
  })
  .meta({ id: 'NewSchedule' });
export const schedule = z
  .object({ agenda_point_ids: z.array(id()), scheduled_date: z.string() })
  .meta({ id: 'Schedule' });
