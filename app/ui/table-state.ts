import {
  type ColumnChoice,
  columnsAfter,
  columnsFrom,
  columnsText,
  type TableColumn,
} from './column-choice.ts';
import {
  checkedFilter,
  type Filter,
  type FilterDraft,
  type FilterField,
  isNoFilter,
  noFilter,
  parseFilter,
} from './filter.ts';
import { changedDraft, draftOf, readDraft } from './filter-draft.ts';

export type { TableColumn } from './column-choice.ts';

/**
 * What a list offers. Shared by queries and pages, so that an address cannot ask for anything the
 * query does not know.
 */
export interface TableDefinition {
  /** Address of the list. */
  readonly path: string;
  readonly columns: readonly TableColumn[];
  readonly sort: Sort;
  readonly fields?: readonly FilterField[];
  /** Names of further filters in the address, such as `from` and `action` of the audit log. */
  readonly extras?: readonly string[];
  /** @default 25 */
  readonly size?: number;
  /** @default 10, 25, 50, 100 */
  readonly sizes?: readonly number[];
}

export interface Sort {
  readonly key: string;
  readonly direction: 'asc' | 'desc';
}

/** A list as described by its address. */
export interface TableState {
  /** From 1; not yet limited to existing pages, see `clampPage`. */
  readonly page: number;
  /** The row that the page starts after or ends before, so that pages far down need no counting. */
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly size: number;
  readonly sort: Sort;
  readonly search: string;
  readonly filter: Filter;
  readonly extras: Readonly<Record<string, string>>;
  /** All columns in their order. */
  readonly columns: readonly ColumnChoice[];
  /**
   * The order of columns that the address omits, in the format of `columnsText`: the user's own, or
   * the default for everyone.
   */
  readonly preferred: string;
  /** Why the filter is invalid. The list shows this instead of rows (spec lists#filters). */
  readonly problem?: string;
  /** Time zone of dates in filters: the reader's. @default UTC */
  readonly timeZone?: string;
  /** The open builder's content. */
  readonly draft?: FilterDraft;
  /**
   * Key of the row whose menu is open, or that of the column chooser. Never part of addresses built
   * from the state.
   */
  readonly menu?: string;
  /** Key of the row whose detail is open; the same applies. */
  readonly open?: string;
}

export const standardSizes: readonly number[] = [10, 25, 50, 100];

const longestSearch = 100;
const lastPage = 1_000_000;
const rowId = /^\d{1,18}$/;

/**
 * Parses an address; invalid values fall back to defaults, except a filter, which becomes
 * `problem`.
 * @param preferred the order of columns of this user or of everyone, in the format of `columnsText`
 */
export function parseTable(
  definition: TableDefinition,
  params: URLSearchParams,
  preferred?: string,
): TableState {
  const chosen = columnsAfter(
    columnsFrom(definition.columns, params.get('columns') ?? preferred),
    params,
  );
  const base = {
    page: wholeNumber(params.get('page'), 1, lastPage) ?? 1,
    ...placeFrom(params),
    size: sizeFrom(params.get('per_page'), definition),
    sort: sortFrom(params, definition),
    search: textFrom(params, 'q'),
    extras: extrasFrom(params, definition),
    // Applies the rules again: a column that is always shown cannot be hidden or moved.
    columns: columnsFrom(definition.columns, columnsText(chosen)),
    preferred: columnsText(columnsFrom(definition.columns, preferred)),
    ...openFrom(params),
  };
  return { ...base, ...filterFrom(params, definition.fields ?? []) };
}

function filterFrom(
  params: URLSearchParams,
  fields: readonly FilterField[],
): Pick<TableState, 'filter' | 'problem' | 'draft'> {
  const json = params.get('filter');
  const parsed =
    json === null || json === ''
      ? ({ ok: true, filter: noFilter } as const)
      : parseFilter(json, fields);
  const used = parsed.ok
    ? { filter: parsed.filter }
    : { filter: noFilter, problem: parsed.problem };
  const action = params.get('do');
  const sent = readDraft(params);
  if (sent === undefined)
    return action === 'edit' ? { ...used, draft: draftOf(used.filter) } : used;
  if (action !== null && action !== 'apply') return { ...used, draft: changedDraft(sent, action) };
  const built = checkedFilter(sent, fields);
  return built.ok ? { filter: built.filter } : { ...used, problem: built.problem, draft: sent };
}

function extrasFrom(
  params: URLSearchParams,
  { extras = [] }: TableDefinition,
): Record<string, string> {
  const given = extras.map((name) => [name, textFrom(params, name)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

/** The search text. Stored texts contain no NUL, and PostgreSQL does not accept it. */
const textFrom = (params: URLSearchParams, name: string): string =>
  (params.get(name) ?? '').replaceAll('\0', '').trim().slice(0, longestSearch);

function openFrom(params: URLSearchParams): Pick<TableState, 'menu' | 'open'> {
  const [menu, open] = [textFrom(params, 'menu'), textFrom(params, 'open')];
  return { ...(menu === '' ? {} : { menu }), ...(open === '' ? {} : { open }) };
}

function sortFrom(params: URLSearchParams, { columns, sort }: TableDefinition): Sort {
  const key = params.get('sort');
  if (!columns.some((column) => column.sort !== undefined && column.sort === key)) return sort;
  return { key: key ?? sort.key, direction: params.get('dir') === 'desc' ? 'desc' : 'asc' };
}

function placeFrom(params: URLSearchParams): Pick<TableState, 'after' | 'before'> {
  const [after, before] = [params.get('after') ?? '', params.get('before') ?? ''];
  return rowId.test(after) ? { after } : rowId.test(before) ? { before } : {};
}

function sizeFrom(
  text: string | null,
  { size = 25, sizes = standardSizes }: TableDefinition,
): number {
  const wanted = wholeNumber(text, 1, 1000);
  return wanted !== undefined && sizes.includes(wanted) ? wanted : size;
}

function wholeNumber(text: string | null, min: number, max: number): number | undefined {
  if (text === null || !/^\d{1,9}$/.test(text)) return undefined;
  return Math.min(Math.max(Number(text), min), max);
}

/** Limits a page number to existing pages: beyond the end it is the last one (spec lists#pages). */
export const clampPage = ({ page, size }: TableState, total: number): number =>
  Math.min(page, pageCount(size, total));

export const pageCount = (size: number, total: number): number =>
  Math.max(1, Math.ceil(total / size));

/** Whether the rows are filtered. */
export const isNarrowed = ({ search, filter, extras }: TableState): boolean =>
  search !== '' || !isNoFilter(filter) || Object.keys(extras).length > 0;

/**
 * The address of a list, built only here (spec lists#address). Contains only differences from the
 * defaults, always in the same order, so that equal lists have equal addresses.
 * @param change what differs; anything but the page resets to the first page
 */
export function tableHref(
  definition: TableDefinition,
  state: TableState,
  change: Partial<TableState> = {},
): string {
  return tableAddress(
    definition.path,
    tableParams(
      definition,
      isEmpty(change) ? state : { ...state, ...elsewhere, page: 1, ...change },
    ),
  );
}

/** Another page belongs to the same list; any other change makes another list. */
const elsewhere = { after: undefined, before: undefined };

const isEmpty = (change: object): boolean => Object.keys(change).length === 0;

/** A path with a query, both encoded. */
export function tableAddress(path: string, params: URLSearchParams): string {
  const query = params.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** The parameters of a list's address, for links and hidden fields of its forms. */
export function tableParams(definition: TableDefinition, state: TableState): URLSearchParams {
  const params = new URLSearchParams();
  if (state.search !== '') params.set('q', state.search);
  for (const [name, value] of Object.entries(state.extras)) params.set(name, value);
  if (!isNoFilter(state.filter)) params.set('filter', JSON.stringify(state.filter));
  if (
    state.sort.key !== definition.sort.key ||
    state.sort.direction !== definition.sort.direction
  ) {
    params.set('sort', state.sort.key);
    params.set('dir', state.sort.direction);
  }
  const columns = columnsText(state.columns);
  if (columns !== state.preferred) params.set('columns', columns);
  if (state.size !== (definition.size ?? 25)) params.set('per_page', String(state.size));
  if (state.page !== 1) params.set('page', String(state.page));
  if (state.page !== 1 && state.after !== undefined) params.set('after', state.after);
  if (state.page !== 1 && state.before !== undefined) params.set('before', state.before);
  return params;
}

/** The sort after a click on a column: reversed if it is the current one, otherwise ascending. */
export const sortAfterClick = ({ sort }: TableState, key: string): Sort => ({
  key,
  direction: sort.key === key && sort.direction === 'asc' ? 'desc' : 'asc',
});
