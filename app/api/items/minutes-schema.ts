import { z } from 'zod';
import { attendances, mostContent, sectionTypes, statuses } from '../../minutes/index.ts';
import { id, moment } from '../schema.ts';
import { texts } from '../texts.ts';

const words = texts.members;

export const minutesSection = z
  .object({
    id: id(),
    section_type: z.enum(sectionTypes),
    content: z.string().meta({ description: words.markdown }),
    is_generated: z.boolean().meta({ description: words.isGenerated }),
  })
  .meta({ id: 'MinutesSection' });

const done = z.object({ by: z.string(), at: moment().nullable() }).nullable();

export const minutes = z
  .object({
    ...{ id: id(), label: z.string(), status: z.enum(statuses) },
    ...{ tor_id: id(), meeting_id: id(), meeting_date: z.string().nullable() },
    generated_at: moment().nullable(),
    ...{ submitted: done, approved: done },
    sections: z.array(minutesSection),
    attendance: z.array(
      z.object({ name: z.string(), status: z.enum(attendances), delegation_to: z.string() }),
    ),
    action_items: z.array(
      z.object({
        ...{ description: z.string(), responsible: z.string() },
        ...{ due_date: z.string().nullable(), status: z.string() },
      }),
    ),
    distribution: z.array(z.string()),
    record: z
      .object({
        sha256: z.string(),
        recorded_at: moment(),
        signatures: z.array(
          z.object({ capacity: z.string(), by: z.string(), at: moment().nullable() }),
        ),
      })
      .nullable()
      .meta({ description: words.approvedRecord }),
  })
  .meta({ id: 'Minutes' });

export const sectionChange = z
  .strictObject({
    content: z
      .string()
      .transform((text) => text.replaceAll('\r\n', '\n'))
      .refine((text) => [...text].length <= mostContent, texts.refused.tooLongText(mostContent))
      .meta({ maxLength: mostContent, description: words.markdown }),
  })
  .meta({ id: 'MinutesSectionChange' });
