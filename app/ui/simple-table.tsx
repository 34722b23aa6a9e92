import type { Key } from 'preact';
import { type Place, placed } from './move.tsx';
import { Cell, type CellColumn, headClass } from './table-cell.tsx';
import { texts } from './texts.ts';

export type SimpleColumn<Row> = Omit<CellColumn<Row>, 'nowrap'>;

export interface SimpleTableProps<Row> {
  /** For screen readers. */
  readonly caption: string;
  readonly of: readonly Row[];
  readonly columns: readonly SimpleColumn<Row>[];
  readonly rowKey: (row: Row) => Key;
  readonly isCurrent?: (row: Row) => boolean;
  /** The rows can be moved: one column has `MoveButtons`. */
  readonly place?: ((row: Row) => Place) | undefined;
}

/** A short table inside a page, without sorting, filters or paging. Use `DataTable` for lists. */
export const SimpleTable = <Row,>({
  caption,
  of,
  columns,
  rowKey,
  isCurrent,
  place,
}: SimpleTableProps<Row>) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys
  <section class="scroll" aria-label={texts.table.region(caption)} tabIndex={0}>
    <table class="table cards" role="table">
      <caption class="vh">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.label} scope="col" role="columnheader" class={headClass(column)}>
              {column.actions === true ? <span class="vh">{column.label}</span> : column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {of.map((row) => (
          <tr
            key={rowKey(row)}
            role="row"
            {...(place === undefined ? {} : placed(place(row)))}
            {...(isCurrent?.(row) === true ? { class: 'on', 'aria-current': 'true' as const } : {})}
          >
            {columns.map((column) => (
              <Cell key={column.label} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
