import { z } from 'zod';
import { texts } from './texts.ts';

export type FilterOperator = keyof typeof texts.filter.operators;
export type FilterLogic = 'and' | 'or';

/**
 * A field that a list can be filtered by. Its type decides the control and the default operators.
 */
export interface FilterField {
  readonly key: string;
  readonly label: string;
  readonly type: 'text' | 'choice' | 'date' | 'number';
  readonly operators?: readonly FilterOperator[];
  /** Values of a choice. */
  readonly options?: readonly FilterOption[];
}

export interface FilterOption {
  readonly value: string;
  readonly label: string;
}

/** The values of a choice, by their labels. */
export const optionsOf = (labels: Readonly<Record<string, string>>): readonly FilterOption[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

export interface FilterCondition {
  readonly field: string;
  readonly op: FilterOperator;
  readonly value: string;
}

export interface FilterGroup {
  readonly logic: FilterLogic;
  readonly conditions: readonly FilterCondition[];
}

/**
 * Conditions and one level of groups, joined by the outer logic (spec lists#filters). An empty
 * filter matches everything.
 */
export interface Filter extends FilterGroup {
  readonly groups: readonly FilterGroup[];
}

export const noFilter: Filter = { logic: 'and', conditions: [], groups: [] };

const operators: Readonly<Record<FilterField['type'], readonly FilterOperator[]>> = {
  text: ['contains', 'not_contains', 'equals', 'not_equals', 'starts_with'],
  choice: ['is', 'is_not'],
  date: ['before', 'after', 'on'],
  number: ['equals', 'less', 'more'],
};

export const operatorsOf = (field: FilterField): readonly FilterOperator[] =>
  field.operators ?? operators[field.type];

export const isNoFilter = ({ conditions, groups }: Filter): boolean =>
  conditions.length === 0 && groups.length === 0;

const words = texts.filter.problem;

/** More than users build by hand, and few enough for the database. */
const mostConditions = 20;
const longestValue = 200;

/**
 * A valid filter, or why it is invalid. An invalid filter is never read as "no filter" (spec
 * lists#filters).
 */
export type ParsedFilter =
  | { readonly ok: true; readonly filter: Filter }
  | { readonly ok: false; readonly problem: string };

/** Parses the JSON of `?filter=`. */
export function parseFilter(json: string, fields: readonly FilterField[]): ParsedFilter {
  try {
    return checkedFilter(filterShape.parse(JSON.parse(json)), fields);
  } catch {
    return refused(words.unreadable);
  }
}

/** Drops empty parts, then validates every field, operator and value. */
export function checkedFilter(draft: FilterDraft, fields: readonly FilterField[]): ParsedFilter {
  const conditions = draft.conditions.filter(isComplete);
  const groups = draft.groups
    .map(({ logic, conditions: inner }) => ({ logic, conditions: inner.filter(isComplete) }))
    .filter(({ conditions: inner }) => inner.length > 0);
  const all = [...conditions, ...groups.flatMap((group) => group.conditions)];
  if (all.length > mostConditions) return refused(words.tooMany(mostConditions, all.length));
  const problem = all
    .map((condition) => problemOf(condition, fields))
    .find((found) => found !== undefined);
  if (problem !== undefined) return refused(problem);
  return {
    ok: true,
    filter: {
      logic: draft.logic,
      conditions: conditions.map(asCondition),
      groups: groups.map(asGroup),
    },
  };
}

const refused = (problem: string): ParsedFilter => ({ ok: false, problem });

function problemOf(
  { field: key, op, value }: DraftCondition,
  fields: readonly FilterField[],
): string | undefined {
  const field = fields.find((candidate) => candidate.key === key);
  if (field === undefined) return words.field(key);
  if (!operatorsOf(field).some((operator) => operator === op))
    return words.operator(field.label, op);
  // PostgreSQL does not accept NUL, which JSON can contain in escaped form.
  if (value.includes('\0')) return words.unreadable;
  if (value.length > longestValue) return words.tooLong(field.label, longestValue);
  if (field.type === 'date' && !z.iso.date().safeParse(value).success)
    return words.date(field.label, value);
  if (field.type === 'number' && !/^-?\d{1,15}(\.\d{1,6})?$/.test(value))
    return words.number(field.label, value);
  return undefined;
}

/** A filter being edited: any part may be empty. */
export interface DraftCondition {
  readonly field: string;
  readonly op: string;
  readonly value: string;
}

export interface DraftGroup {
  readonly logic: FilterLogic;
  readonly conditions: readonly DraftCondition[];
}

export interface FilterDraft extends DraftGroup {
  readonly groups: readonly DraftGroup[];
}

export const emptyCondition: DraftCondition = { field: '', op: '', value: '' };

const isComplete = ({ field, value }: DraftCondition): boolean =>
  field !== '' && value.trim() !== '';
// Validated by `problemOf`: the operator is one of the field's.
const asCondition = ({ field, op, value }: DraftCondition): FilterCondition => ({
  field,
  op: op as FilterOperator,
  value: value.trim(),
});
const asGroup = ({ logic, conditions }: DraftGroup): FilterGroup => ({
  logic,
  conditions: conditions.map(asCondition),
});

const groupShape = z.object({
  logic: z.enum(['and', 'or']).default('and'),
  conditions: z
    .array(z.object({ field: z.string(), op: z.string(), value: z.string() }))
    .default([]),
});

/** The structure of a filter in the address. */
const filterShape = groupShape.extend({ groups: z.array(groupShape).default([]) });

/** A removable part of a filter, in words. */
export interface FilterChip {
  readonly parts: readonly ChipPart[];
  /** The filter without this part. */
  readonly without: Filter;
}

/** "Created" "before" "24 Nov 2026" */
export interface ChipPart {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

/** The parts in words: one for each condition and each group. `format` formats a date. */
export function filterChips(
  filter: Filter,
  fields: readonly FilterField[],
  format: (day: string) => string,
): readonly FilterChip[] {
  const words = (condition: FilterCondition) => inWords(condition, fields, format);
  return [
    ...filter.conditions.map((condition, place) => ({
      parts: [words(condition)],
      without: { ...filter, conditions: filter.conditions.toSpliced(place, 1) },
    })),
    ...filter.groups.map((group, place) => ({
      parts: group.conditions.map(words),
      without: { ...filter, groups: filter.groups.toSpliced(place, 1) },
    })),
  ];
}

function inWords(
  { field: key, op, value }: FilterCondition,
  fields: readonly FilterField[],
  format: (day: string) => string,
): ChipPart {
  const field = fields.find((candidate) => candidate.key === key);
  const label = field?.options?.find((option) => option.value === value)?.label;
  const said = field?.type === 'date' ? format(value) : (label ?? value);
  return { field: field?.label ?? key, operator: texts.filter.operators[op], value: said };
}
