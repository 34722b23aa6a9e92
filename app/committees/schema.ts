import { z } from 'zod';
import { id, line } from '../http/fields.ts';
import { isDay } from '../ontology/property.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { type FilterField, optionsOf } from '../ui/filter.ts';
import type { TableDefinition } from '../ui/table-state.ts';
import { type FormField, formFields } from './form-fields.ts';
import { isWebAddress } from './present.ts';
import { texts } from './texts.ts';

/** The properties that a form sends, as they are stored; empty for none. */
export type Values = Readonly<Record<string, string>>;

/** A text area with one entry per line, as the JSON list that is stored. */
const linesToList = (text: string): string =>
  JSON.stringify(
    text
      .split(/\r?\n/)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  );

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

const isDuration = (text: string): boolean =>
  /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1440;

/** The values that a kind of field accepts, and the message for anything else. */
const rules: Readonly<
  Partial<
    Record<
      FormField['kind'],
      readonly [fits: (text: string, field: FormField) => boolean, why: (label: string) => string]
    >
  >
> = {
  address: [isWebAddress, texts.form.address],
  time: [isTime, texts.form.time],
  date: [isDay, texts.form.date],
  minutes: [isDuration, texts.form.minutesRange],
  choice: [(text, { options = [] }) => options.includes(text), texts.form.choice],
};

/** A field that is not sent is empty (spec committees#fields). */
function schemaOf(field: FormField): z.ZodType<string> {
  const label = texts.fields[field.key];
  const [fits, why] = rules[field.kind] ?? [];
  return z
    .string()
    .default('')
    .transform((text) => text.replaceAll('\r\n', '\n'))
    .pipe(line(label, { most: field.most, least: 0 }))
    .refine((text) => text === '' || fits === undefined || fits(text, field), {
      error: why?.(label),
    })
    .transform((text) => (field.kind === 'list' ? linesToList(text) : text));
}

const values = z.object(
  Object.fromEntries(formFields.map((field) => [field.key, schemaOf(field)])),
);

const most = { name: 50, label: 100 };

/** Label and name; a missing one is empty, which is not accepted. */
export const names = {
  label: line(texts.form.label, { most: most.label }),
  name: line(texts.form.name, { most: most.name }),
};

/**
 * The form of a committee. `from` is the committee that a new one copies; `version` is a field of
 * the document, so the state that the form showed is `seen_version`.
 */
export const committeeInput = z
  .intersection(
    values,
    z.object({
      ...names,
      seen_version: seenVersion.optional(),
      from: id.optional(),
    }),
  )
  .transform(({ name, label, seen_version, from, ...rest }) => ({
    ...{ name, label, from, seen: seen_version },
    values: rest as Values,
  }));
export type CommitteeInput = z.output<typeof committeeInput>;

const anyText = z.string().max(100_000).default('');
const previewed = ['label', 'name', 'seen_version', 'from'];

/** A form whose next dates are shown: nothing is checked, nothing is saved. */
export const previewInput = z.object(
  Object.fromEntries(
    [...previewed, ...formFields.map(({ key }) => key)].map((key) => [key, anyText]),
  ),
);

/** The committee that a new one starts from; anything else starts empty. */
export const newQuery = z.object({ from: id.optional().catch(undefined) });

/** The columns of the list; the page decides how cells look. */
export const torColumns = [
  { key: 'committee', label: texts.columns.committee, sort: 'label', always: true },
  { key: 'status', label: texts.columns.status },
  { key: 'cadence', label: texts.columns.cadence, sort: 'cadence' },
  { key: 'members', label: texts.columns.members },
  { key: 'positions', label: texts.columns.positions },
  { key: 'vacancies', label: texts.columns.vacancies },
  { key: 'next', label: texts.columns.next },
  { key: 'number', label: texts.columns.number, sort: 'number', hidden: true },
  { key: 'name', label: texts.columns.name, sort: 'name', hidden: true },
  { key: 'organization', label: texts.columns.organization, sort: 'organization', hidden: true },
  { key: 'updated_at', label: texts.columns.updated, sort: 'updated_at', hidden: true },
] as const;

const filterFields: readonly FilterField[] = [
  { key: 'label', label: texts.columns.committee, type: 'text' },
  { key: 'name', label: texts.columns.name, type: 'text' },
  { key: 'number', label: texts.columns.number, type: 'text' },
  {
    key: 'status',
    label: texts.columns.status,
    type: 'choice',
    options: optionsOf(texts.statuses),
  },
  {
    ...{ key: 'cadence', label: texts.fields.meeting_cadence, type: 'choice' },
    options: optionsOf(texts.cadences),
  },
  { key: 'day', label: texts.fields.cadence_day, type: 'choice', options: optionsOf(texts.days) },
  { key: 'mine', label: texts.filters.mine, type: 'choice', options: optionsOf(texts.choices) },
  { key: 'vacant', label: texts.filters.vacant, type: 'choice', options: optionsOf(texts.choices) },
  { key: 'organization', label: texts.columns.organization, type: 'text' },
  { key: 'classification', label: texts.columns.classification, type: 'text' },
  { key: 'updated_at', label: texts.columns.updated, type: 'date' },
];

/** The list of committees (spec committees#list). */
export const torTable = {
  path: '/tor',
  columns: torColumns,
  sort: { key: 'label', direction: 'asc' },
  fields: filterFields,
} as const satisfies TableDefinition;
