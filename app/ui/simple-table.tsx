import type { ComponentChildren, Key } from 'preact';
import { classes } from './classes.ts';
import { type Place, placed } from './move.tsx';
import { texts } from './texts.ts';

export interface SimpleColumn<Row> {
  readonly label: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Names the row; exactly one column does. */
  readonly header?: boolean;
  readonly number?: boolean;
  readonly minor?: boolean;
  /** Shorter label on phones. */
  readonly short?: string;
  /** Buttons of the row: no label on phones, no text in the head. */
  readonly actions?: boolean;
}

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
          {columns.map(({ label, number = false, minor = false, actions = false }) => (
            <th
              key={label}
              scope="col"
              role="columnheader"
              class={classes((number || actions) && 'num', minor && 'hide-m')}
            >
              {actions ? <span class="vh">{label}</span> : label}
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
              <SimpleCell key={column.label} column={column}>
                {column.cell(row)}
              </SimpleCell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

function SimpleCell<Row>({
  column,
  children,
}: {
  column: SimpleColumn<Row>;
  children: ComponentChildren;
}) {
  const {
    label,
    short = label,
    header = false,
    number = false,
    minor = false,
    actions = false,
  } = column;
  if (header) {
    return (
      <th scope="row" role="rowheader">
        {children}
      </th>
    );
  }
  return (
    <td
      role="cell"
      class={classes((number || actions) && 'num', minor && 'hide-m')}
      {...(actions ? {} : { 'data-label': short })}
    >
      {children}
    </td>
  );
}
