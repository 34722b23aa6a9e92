import { z } from 'zod';
import { several } from '../http/fields.ts';
import type { NotificationFilter } from '../notifications/index.ts';
import { kinds, type NotificationKind, type Way, ways } from '../notifications/index.ts';
import { isId } from '../ontology/property.ts';
import type { TableDefinition, TableState } from '../ui/table-state.ts';
import { texts } from './texts.ts';

/** Parameters of the list's address. */
export const notificationTable = {
  path: '/notifications',
  columns: [
    { key: 'kind', label: texts.columns.kind },
    { key: 'notification', label: texts.columns.notification },
    { key: 'status', label: texts.columns.status },
    { key: 'time', label: texts.columns.time },
    { key: 'actions', label: texts.columns.actions },
  ],
  sort: { key: 'id', direction: 'desc' },
  extras: ['kind', 'show_read'],
  sizes: [10, 25, 50, 100],
} as const satisfies TableDefinition;

/** The filters in an address; unknown values do not narrow. */
export const filterOf = ({ extras }: Pick<TableState, 'extras'>): NotificationFilter => ({
  kind: kinds.find((kind) => kind === extras['kind']),
  showRead: extras['show_read'] === 'true',
});

/** The way back to the list; anything else leads to its beginning. */
const back = z
  .string()
  .regex(/^\/notifications(\?|$)/)
  .catch('/notifications');

export const actionInput = z.object({ back });

/** `ids`, one each, or `scope=all`: every notification. */
export const bulkInput = z
  .object({
    ids: several.optional().default([]),
    scope: z.enum(['ids', 'all']).catch('ids').default('ids'),
    query: back,
  })
  .refine(({ ids }) => ids.every(isId) && ids.length <= 500, texts.problem.ids)
  .refine(({ ids, scope }) => scope === 'all' || ids.length > 0, texts.problem.none);

export const tokenQuery = z.object({ token: z.string().max(200).catch('') });

const way = z.enum(ways, { error: texts.choices.unknown });

/** One way for each kind, as `kind_<kind>`. */
export const choicesInput = z.object(
  Object.fromEntries(kinds.map((kind) => [`kind_${kind}`, way])),
);

/** The choices of a form. */
export const choicesIn = (
  input: z.output<typeof choicesInput>,
): ReadonlyMap<NotificationKind, Way> =>
  new Map(kinds.map((kind) => [kind, input[`kind_${kind}`] as Way]));
