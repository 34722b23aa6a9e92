import { z } from 'zod';
import { lines } from '../http/fields.ts';
import { isId } from '../ontology/property.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import type { TableDefinition } from '../ui/table-state.ts';
import { documentTypes, mostBody, mostTitle } from './document.ts';
import { texts } from './texts.ts';

const words = texts.form.problem;

const title = z
  .string({ error: words.titleMissing })
  .trim()
  .min(1, words.titleMissing)
  .refine((text) => [...text].length <= mostTitle, words.titleLong(mostTitle));

const body = lines(mostBody, words.bodyLong(mostBody), words.bodyMissing).refine(
  (text) => text !== '',
  words.bodyMissing,
);

const docType = z.enum(documentTypes, { error: words.type });

const committee = z
  .string()
  .trim()
  .optional()
  .transform((id) => (id === '' ? undefined : id))
  .refine((id) => id === undefined || isId(id), words.committee);

/** The fields of a document (spec documents#fields). */
export const documentFields = { title, body, doc_type: docType, tor_id: committee };

/**
 * `version` and `number` are those that the form showed: the entity's, and that of the kept text. A
 * program that sends none accepts the current ones.
 */
export const documentInput = z.object({
  ...documentFields,
  version: seenVersion.optional(),
  number: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
});
export type DocumentInput = z.output<typeof documentInput>;

const anyText = z.string().optional().default('');

/** A form for its preview: nothing is checked, nothing is saved. */
export const previewInput = z.object({
  ...{ title: anyText, doc_type: anyText, tor_id: anyText, body: anyText },
  ...{ version: anyText, number: anyText },
});

/** The columns of the list; the page decides how cells look. */
export const documentColumns = [
  { key: 'title', label: texts.columns.title, sort: 'title', always: true },
  { key: 'doc_type', label: texts.columns.type },
  { key: 'creator', label: texts.columns.creator },
  { key: 'created', label: texts.columns.created, sort: 'created' },
  { key: 'committee', label: texts.columns.committee },
] as const;

export const documentTable = {
  path: '/documents',
  columns: documentColumns,
  sort: { key: 'created', direction: 'desc' },
  extras: ['type', 'committee'],
  sizes: [25, 50, 100],
} as const satisfies TableDefinition;

/** The documents of one committee. */
export const committeeTable = (id: string) =>
  ({
    ...documentTable,
    path: `/tor/${id}/documents`,
    columns: documentColumns.filter(({ key }) => key !== 'committee'),
    extras: ['type'],
  }) satisfies TableDefinition;
