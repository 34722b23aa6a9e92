import type { ComponentChildren } from 'preact';
import type { MenuAction } from './dropdown.tsx';
import type { BulkAction } from './selection-bar.tsx';
import type { TableBarProps } from './table-bar.tsx';
import type { CellColumn } from './table-cell.tsx';
import type { TableColumn, TableDefinition, TableState } from './table-state.ts';
import type { TableView } from './table-views.tsx';

/** A column with its cells. */
export interface Column<Row> extends TableColumn, CellColumn<Row> {
  readonly label: string;
}

/** A page of rows. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  /** Number of matches. */
  readonly total: number;
  /** `false` if there are more than `total`, where counting stopped. @default true */
  readonly exact?: boolean;
  /** Matches of one or two letters may be missing. @default false */
  readonly isPart?: boolean;
  /** There may be a page after those counted in `total`. @default false */
  readonly goesOn?: boolean;
  /** The list is scanned some rows at a time, so pages hold different numbers of rows. @default false */
  readonly isScan?: boolean;
  /** Key of the row after which the next page begins, if it is not the last of `rows`. */
  readonly next?: string | undefined;
  /** The number of this page, if it is not the requested one. */
  readonly number?: number;
}

export interface DataTableProps<Row> extends Omit<TableBarProps, 'definition' | 'state' | 'id'> {
  /** Plural name of the rows, in lower case: "users". */
  readonly noun: string;
  /** The page as returned by its query. */
  readonly of: Rows<Row>;
  /** Number of rows without a filter. */
  readonly all?: number;
  readonly definition: TableDefinition & { readonly columns: readonly Column<Row>[] };
  readonly state: TableState;
  readonly rowKey: (row: Row) => string;
  /** Name of a row: in "Select …" and "Actions for …". */
  readonly rowName: (row: Row) => string;
  /** Actions at the end of the row, in groups. Called only for the row whose menu is open. */
  readonly menu?: (row: Row) => readonly (readonly MenuAction[])[];
  /** Fields that these actions submit; they refer to the form `<id>-row`. */
  readonly menuFields?: Readonly<Record<string, string>>;
  /**
   * Detail below each row. Called only for the open row. A page without `DataTable` must render the
   * form `RowForm`.
   */
  readonly detail?: (row: Row) => ComponentChildren;
  /** The highlighted row: the current one. */
  readonly isCurrent?: (row: Row) => boolean;
  /** Bulk actions. */
  readonly bulk?: readonly BulkAction[];
  readonly views?: readonly TableView[];
  /** Address that saves the current address under a name. */
  readonly saveView?: string;
  /** About these rows, such as which matches are not among them. */
  readonly note?: string | undefined;
  /** Shown without rows and filter: an `EmptyState`. */
  readonly empty: ComponentChildren;
  /** Replaces the rows after an error: a `Failed`. */
  readonly failed?: ComponentChildren;
  /** Id of its region; required if a page has several tables. @default table */
  readonly id?: string;
}
