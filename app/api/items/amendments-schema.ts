import { z } from 'zod';
import { id, moment } from '../schema.ts';
import { texts } from '../texts.ts';

const words = texts.members;

const field = z.enum(['description', 'rationale']).meta({ description: words.amendedField });
const verdict = z.enum(['accepted', 'refused']);
const line = {
  ...{ id: id(), field },
  state: z.enum(['open', 'decided', 'withdrawn']),
  ...{ author_id: id().nullable(), author_name: z.string().nullable() },
  ...{ created_at: moment(), withdrawn_at: moment().nullable() },
};

export const amendments = z.object({
  items: z.array(z.object(line).meta({ id: 'AmendmentLine' })),
  total: z.int(),
  is_open: z.boolean().meta({ description: words.canAmend }),
});

export const amendment = z
  .object({
    ...line,
    ...{ base: z.string().meta({ description: words.amendmentBase }), proposed: z.string() },
    reason: z.string(),
    parts: z.array(
      z.object({
        number: z.int().min(1),
        ...{ removed: z.string(), added: z.string() },
        verdict: verdict.nullable(),
        ...{ decided_by_name: z.string().nullable(), decided_at: moment().nullable() },
      }),
    ),
  })
  .meta({ id: 'Amendment' });

const text = (most: number) =>
  z
    .string()
    .transform((raw) => raw.replaceAll('\r\n', '\n').trim())
    .refine((written) => [...written].length <= most, texts.refused.tooLongText(most))
    .meta({ maxLength: most, description: words.markdown });

export const newAmendment = z
  .strictObject({
    field: field.default('description'),
    text: text(5000).meta({ description: words.amendedText }),
    reason: text(2000).default(''),
  })
  .meta({ id: 'NewAmendment' });

export const partVerdict = z.strictObject({ verdict }).meta({ id: 'AmendmentVerdict' });
