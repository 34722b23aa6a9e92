import { z } from 'zod';
import { several } from '../http/fields.ts';
import { isId } from '../ontology/property.ts';
import { texts } from './texts.ts';

/** Maximum number of rows per request. */
export const mostSelected = 500;

/**
 * Which rows: `ids`, one each, or `scope=all`, every
 * row of the list at the address `query` (spec lists#selection).
 */
export const selectionFields = {
  ids: several.optional().default([]),
  scope: z.enum(['ids', 'all']).catch('ids').default('ids'),
  query: z.string().max(8000).optional().default(''),
};

type SentSelection = z.output<z.ZodObject<typeof selectionFields>>;

/** Refuses values that are not ids; used as a transform of `selectionFields`. */
export function selected<Sent extends SentSelection>(sent: Sent, context: z.RefinementCtx) {
  const ids = [...new Set(sent.ids)];
  if (sent.scope === 'ids' && !ids.every(isId))
    context.addIssue({ code: 'custom', message: texts.bulk.invalid });
  return { ...sent, ids: ids.filter(isId) };
}

export const selection = z.object(selectionFields).transform(selected);

/** A selection as submitted, and the time zone of its filter. */
export type Selection = z.output<typeof selection> & { readonly timeZone: string };

export const columnsInput = z.object({
  columns: z.string().max(1000),
  set_global: z
    .string()
    .optional()
    .transform((value) => value === 'true'),
  redirect_to: z.string().optional(),
});

export const viewInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, { error: texts.views.nameMissing })
    .refine((name) => [...name].length <= 40, { error: texts.views.nameLong }),
  address: z.string().max(8000),
});
export const viewRemoval = z.object({ name: z.string().max(200) });
