import type { VNode } from 'preact';
import { CheckField } from '../ui/choice-field.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Form } from '../ui/form.tsx';
import type { FormState } from '../ui/form-state.ts';
import { Page } from '../ui/page.tsx';
import type { TableState } from '../ui/table-state.ts';
import { NumberField, TextField } from '../ui/text-field.tsx';
import type { Entry } from './entry.ts';
import { texts } from './texts.ts';

/** The list: what its address may ask for, and its cells. */
export const entryTable = {
  path: '/menu-builder/entries',
  columns: [
    { key: 'label', label: texts.label, sort: 'label', header: true, cell: (entry: Entry) => <a href={addressOf(entry)}>{entry.label}</a> },
    { key: 'url', label: texts.address, sort: 'url', cell: ({ url }: Entry) => <code>{url}</code> },
    { key: 'place', label: texts.place, sort: 'place', number: true, cell: ({ place }: Entry) => place },
    { key: 'active', label: texts.active, sort: 'active', cell: ({ active }: Entry) => (active ? texts.yes : texts.no) },
  ],
  sort: { key: 'label', direction: 'asc' },
  fields: [{ key: 'url', label: texts.address, type: 'text' }],
} as const;

const addressOf = ({ id }: Entry) => `${entryTable.path}/${id}`;

export const entriesPage = (
  state: TableState,
  { rows, total, number }: { rows: readonly Entry[]; total: number; number: number },
): VNode => (
  <Page title={texts.title} lead={texts.lead}>
    <DataTable
      {...{ noun: 'entries', of: rows, total, definition: entryTable, state: { ...state, page: number }, search: texts.search }}
      {...{ rowKey: ({ id }: Entry) => id, rowName: ({ label }: Entry) => label, empty: texts.none }}
    />
  </Page>
);

export const entryPage = (entry: Entry, state: FormState): VNode => (
  <Page title={entry.label} crumbs={[{ label: texts.title, to: entryTable.path }]}>
    <Form to={addressOf(entry)} state={state} hidden={{ version: entry.version }} submit={texts.save} cancel={entryTable.path}>
      <TextField name="label" label={texts.label} most={60} />
      <NumberField name="place" label={texts.place} min={0} max={999} />
      <CheckField name="active" label={texts.active} />
    </Form>
  </Page>
);
