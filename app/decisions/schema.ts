import { z } from 'zod';
import { id, lines } from '../http/fields.ts';
import { type FilterField, optionsOf } from '../ui/filter.ts';
import type { TableDefinition } from '../ui/table-state.ts';
import { mostRationale } from './decision.ts';
import { texts } from './texts.ts';

const words = texts.problem;

/** The form of a decision (spec decisions#record). */
export const decisionInput = z.object({
  selected_coa_id: z
    .string({ error: words.option })
    .refine((text) => id.safeParse(text).success, { error: words.option }),
  decision_rationale: lines(mostRationale, words.rationale(mostRationale)).default(''),
});
export type DecisionInput = z.output<typeof decisionInput>;

/** The columns of the register. */
export const decisionColumns = [
  { key: 'number', label: texts.columns.number, always: true },
  { key: 'title', label: texts.columns.title, sort: 'title', always: true },
  { key: 'committee', label: texts.columns.committee },
  { key: 'chosen', label: texts.columns.chosen },
  { key: 'date', label: texts.columns.date, sort: 'date' },
  { key: 'standing', label: texts.columns.standing },
  { key: 'by', label: texts.columns.by, hidden: true },
] as const;

const filterFields: readonly FilterField[] = [
  { key: 'title', label: texts.columns.title, type: 'text' },
  { key: 'rationale', label: texts.columns.rationale, type: 'text' },
  { key: 'committee', label: texts.columns.committee, type: 'text' },
  { key: 'chosen', label: texts.columns.chosen, type: 'text' },
  { key: 'year', label: texts.columns.year, type: 'number' },
  { key: 'number', label: texts.columns.number, type: 'number' },
  { key: 'date', label: texts.columns.date, type: 'date' },
  { key: 'quorum', label: texts.columns.quorum, type: 'choice', options: optionsOf(texts.quorum) },
  {
    ...{ key: 'standing', label: texts.columns.standing, type: 'choice' },
    options: optionsOf(texts.standing),
  },
];

/** The register (spec decisions#register). */
export const decisionTable = {
  path: '/decisions',
  columns: decisionColumns,
  sort: { key: 'date', direction: 'desc' },
  fields: filterFields,
  sizes: [25, 50, 100],
} as const satisfies TableDefinition;
