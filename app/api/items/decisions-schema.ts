import { z } from 'zod';
import { mostRationale } from '../../decisions/index.ts';
import { lines } from '../../http/fields.ts';
import { fieldsQuery, id, idQuery, moment, pageQuery, q } from '../schema.ts';
import { texts } from '../texts.ts';

const words = texts.members;

const line = {
  id: id(),
  ...{ tor_id: id().nullable(), tor_name: z.string().nullable() },
  year: z.int().nullable().meta({ description: words.decisionNumber }),
  number: z.int().nullable().meta({ description: words.decisionNumber }),
  title: z.string(),
  chosen: z.string().nullable().meta({ description: words.chosen }),
  option_id: id().nullable(),
  rationale: z.string().meta({ description: words.markdown }),
  decided_at: moment(),
  decided_by_name: z.string().nullable(),
  is_without_quorum: z.boolean(),
  agenda_point_id: id().nullable(),
  corrects_id: id().nullable().meta({ description: words.corrects }),
  corrected_by_id: id().nullable().meta({ description: words.correctedBy }),
};

/** A decision in the register. */
export const decisionLine = z.object(line).meta({ id: 'DecisionLine' });

export const decision = z
  .object({
    ...line,
    ...{ meeting_id: id().nullable(), minutes_id: id().nullable() },
    record: z.record(z.string(), z.unknown()).nullable().meta({ description: words.record }),
    seal: z
      .object({
        seq: z.string(),
        hash: z.string(),
        at: moment(),
        is_intact: z.boolean(),
        is_same: z.boolean(),
      })
      .nullable()
      .meta({ description: words.seal }),
  })
  .meta({ id: 'Decision' });

/** A decision: the chosen course of action, and why. */
export const newDecision = z
  .strictObject({
    option_id: id(),
    rationale: lines(mostRationale, texts.refused.tooLongText(mostRationale))
      .default('')
      .meta({ maxLength: mostRationale, description: words.markdown }),
  })
  .meta({ id: 'NewDecision' });

const whole = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .refine((value) => value <= most)
    .optional();

export const decisionQuery = z.object({
  ...{ ...pageQuery, q, tor_id: idQuery, year: whole(9999), number: whole(999_999_999) },
  quorum: z.enum(['with', 'without']).optional(),
  standing: z.enum(['valid', 'corrected']).optional().meta({ description: words.standing }),
  fields: fieldsQuery(decisionLine),
});
