import { z } from 'zod';
import { several } from '../http/fields.ts';
import { isId } from '../ontology/property.ts';
import type { TableDefinition, TableState } from '../ui/table-state.ts';
import { texts } from './texts.ts';
import { categories, severities, type WarningFilter } from './warning.ts';

/** Parameters of the list's address. */
export const warningTable = {
  path: '/warnings',
  columns: [
    { key: 'severity', label: texts.columns.severity },
    { key: 'warning', label: texts.columns.warning },
    { key: 'category', label: texts.columns.category },
    { key: 'status', label: texts.columns.status },
    { key: 'time', label: texts.columns.time },
    { key: 'actions', label: texts.columns.actions },
  ],
  sort: { key: 'id', direction: 'desc' },
  extras: ['category', 'severity', 'show_read', 'show_deleted'],
  sizes: [10, 25, 50, 100],
} as const satisfies TableDefinition;

/** The filters in an address; unknown values do not narrow. */
export const filterOf = ({ extras }: Pick<TableState, 'extras'>): WarningFilter => ({
  category: categories.find((category) => category === extras['category']),
  severity: severities.find((severity) => severity === extras['severity']),
  showRead: extras['show_read'] === 'true',
  showDeleted: extras['show_deleted'] === 'true',
});

/** The way back to a list of warnings or a warning; anything else leads to the list. */
const back = z
  .string()
  .regex(/^\/warnings([/?]|$)/)
  .catch('/warnings');

export const actionInput = z.object({ back });

export const forwardInput = z.object({
  target_user_id: z.string({ error: texts.refused.target }).refine(isId, texts.refused.target),
});

/** Most warnings that one request changes. */
export const mostSelected = 500;

/** `ids`, one each or with commas between them, or `scope=all`: every warning of the list at the address `query`. */
export const bulkInput = z
  .object({
    action: z.enum(['read', 'dismiss', 'restore']),
    ids: several.optional().default([]),
    'ids[]': several.optional().default([]),
    scope: z.enum(['ids', 'all']).catch('ids').default('ids'),
    query: back,
  })
  .transform(({ ids, 'ids[]': more, ...rest }) => ({
    ...rest,
    ids: [...new Set([...ids, ...more].flatMap((each) => each.split(',')))],
  }))
  .refine(({ ids }) => ids.every(isId) && ids.length <= mostSelected, texts.bulk.invalid)
  .refine(({ ids, scope }) => scope === 'all' || ids.length > 0, texts.bulk.none);

export const candidateQuery = z.object({ q: z.string().trim().max(100).catch('') });
