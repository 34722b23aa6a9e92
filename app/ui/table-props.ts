import type { ComponentChildren } from 'preact';
import type { MenuAction } from './dropdown.tsx';
import type { BulkAction } from './selection-bar.tsx';
import type { TableBarProps } from './table-bar.tsx';
import type { TableColumn, TableDefinition, TableState } from './table-state.ts';
import type { TableView } from './table-views.tsx';

/** A column with its cells. */
export interface Column<Row> extends TableColumn {
  readonly cell: (row: Row) => ComponentChildren;
  /** It names the row; exactly one column does. */
  readonly header?: boolean;
  /** Digits: to the right, of equal width. */
  readonly number?: boolean;
  /** May go on tablets. */
  readonly minor?: boolean;
  readonly nowrap?: boolean;
  /** Buttons of the row: no label on phones, nothing to read in the head. */
  readonly actions?: boolean;
  /** Shorter label on phones. */
  readonly short?: string;
}

/** A page of rows. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  /** How many match. */
  readonly total: number;
  /** `false`: there are more than `total`; counting ended there. @default true */
  readonly exact?: boolean;
  /** These are some of many that match, neither the first nor all. @default false */
  readonly isPart?: boolean;
  /** There is a page after this one, whatever `total` says. @default false */
  readonly goesOn?: boolean;
  /** The page that this is, when it isn't the one that was asked for. */
  readonly number?: number;
}

export interface DataTableProps<Row> extends Omit<TableBarProps, 'definition' | 'state' | 'id'> {
  /** What the rows are, in the plural and lower case: "users". */
  readonly noun: string;
  /** The page that is shown, as its query gives it. */
  readonly of: Rows<Row>;
  /** How many there are without any filter. */
  readonly all?: number;
  readonly definition: TableDefinition & { readonly columns: readonly Column<Row>[] };
  readonly state: TableState;
  readonly rowKey: (row: Row) => string;
  /** What the row is called: in "Select …" and "Actions for …". */
  readonly rowName: (row: Row) => string;
  /** Actions at the end of the row, in groups. Asked for the one row whose menu is open. */
  readonly menu?: (row: Row) => readonly (readonly MenuAction[])[];
  /** Fields of what these actions send; they name the form `<id>-row`. */
  readonly menuFields?: Readonly<Record<string, string>>;
  /**
   * Opens below the row: of each one. Asked for the one row that is open. A page without
   * `DataTable` brings the form, `RowForm`.
   */
  readonly detail?: (row: Row) => ComponentChildren;
  /** Rows that stand out: the current one. */
  readonly isCurrent?: (row: Row) => boolean;
  /** What can be done with several rows. */
  readonly bulk?: readonly BulkAction[];
  readonly views?: readonly TableView[];
  /** Address that stores the present address under a name. */
  readonly saveView?: string;
  /** Shown when there is nothing and no filter: an `EmptyState`. */
  readonly empty: ComponentChildren;
  /** Stands instead of the rows: a `Failed`. */
  readonly failed?: ComponentChildren;
  /** Id of its region; needed when a page has several tables. @default table */
  readonly id?: string;
}
