import type { ComponentChildren } from 'preact';
import { classes } from './classes.ts';

/** Properties that head and cells of a column have in common, in each table. */
export interface CellColumn<Row> {
  readonly label: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Names the row; exactly one column does. */
  readonly header?: boolean;
  /** Numbers: right-aligned, tabular digits. */
  readonly number?: boolean;
  /** May be hidden on tablets. */
  readonly minor?: boolean;
  readonly nowrap?: boolean;
  /** Buttons of the row: no label on phones, no text in the head. */
  readonly actions?: boolean;
  /** Shorter label on phones. */
  readonly short?: string;
}

type Look = Omit<CellColumn<never>, 'cell'>;

/** The class of the head of a column. */
export const headClass = ({ number = false, minor = false, actions = false }: Look) =>
  classes((number || actions) && 'num', minor && 'hide-m');

/** The cell of a column in a row. */
export function Cell<Row>({ column, row }: { column: CellColumn<Row>; row: Row }) {
  const { label, short = label, header = false, nowrap = false, actions = false } = column;
  const content = column.cell(row);
  if (header)
    return (
      <th scope="row" role="rowheader">
        {content}
      </th>
    );
  return (
    <td
      role="cell"
      class={classes(headClass(column) ?? false, nowrap && 'nowrap')}
      {...(actions ? {} : { 'data-label': short })}
    >
      {content}
    </td>
  );
}
