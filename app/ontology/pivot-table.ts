import type { Db } from '../db/database.ts';
import type { Column, Columns, RowOf } from './pivot/column.ts';
import { and, type FilterTree, fromFilter, nothing, search } from './pivot/condition.ts';
import { type Page, pivot } from './pivot.ts';
import type { EntityType } from './schema.ts';

/** What an address asks of a list; the state of a `DataTable` is one. */
export interface TableRequest {
  readonly search: string;
  readonly filter: FilterTree;
  readonly problem?: string;
  /** Whose days the filter means. @default UTC */
  readonly timeZone?: string;
  /** `key` is the name of a column. */
  readonly sort: { readonly key: string; readonly direction: 'asc' | 'desc' };
  readonly page: number;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly size: number;
}

/**
 * A list as its address describes it, one page in one statement: searched, filtered and sorted by columns of the names that the address
 * uses. A filter that can't be used finds nothing (admin.md 15.3).
 */
export const pivotTable = <const C extends Columns>(
  db: Db,
  { type, columns, searched }: { readonly type: EntityType; readonly columns: C; readonly searched: readonly Column<unknown>[] },
  { search: words, filter, problem, sort, page, size, after, before, timeZone }: TableRequest,
): Promise<Page<RowOf<C>>> => {
  const column = Object.hasOwn(columns, sort.key) ? columns[sort.key] : undefined;
  return pivot(db, {
    type,
    columns,
    where: problem === undefined ? and(search(searched, words, type), fromFilter(columns, filter, undefined, timeZone)) : nothing,
    ...(column === undefined ? {} : { orderBy: { column, descending: sort.direction === 'desc' } }),
    page: { number: page, size, after, before },
  });
};
