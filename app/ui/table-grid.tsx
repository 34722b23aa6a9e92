import { Fragment } from 'preact';
import { classes } from './classes.ts';
import { RowMenu, RowMenuOpener } from './dropdown.tsx';
import { Icon } from './icon.tsx';
import { DetailOpener, detailForm, menuForm, openedBy } from './row-parts.tsx';
import { Cell, headClass } from './table-cell.tsx';
import type { Column, DataTableProps } from './table-props.ts';
import { sortAfterClick, type TableDefinition, type TableState, tableHref } from './table-state.ts';
import { texts } from './texts.ts';

type GridProps<Row> = DataTableProps<Row> & { readonly id: string };

/**
 * The table itself. The explicit roles are needed: phones show rows as grids, which would remove
 * the implicit ones.
 */
export const TableGrid = <Row,>(props: GridProps<Row>) => {
  const { of, noun, definition, state, bulk = [], rowKey, menu } = props;
  const columns = shownColumns(definition.columns, state);
  const caption = captionOf(noun, definition, state);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys
    <section class="scroll" aria-label={texts.table.region(caption)} tabIndex={0}>
      <table class="table cards sticky" role="table">
        <caption class="vh">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {bulk.length > 0 && (
              <td role="cell" class="box">
                <input
                  class="tick scripted"
                  type="checkbox"
                  aria-label={texts.table.selectAll}
                  data-all=""
                />
              </td>
            )}
            {props.detail !== undefined && <td role="cell" class="box" />}
            {columns.map((column) => (
              <Head key={column.key} column={column} definition={definition} state={state} />
            ))}
            {menu !== undefined && <td role="cell" class="row-act" />}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {of.rows.map((row) => (
            <TableRow key={rowKey(row)} row={row} columns={columns} table={props} />
          ))}
        </tbody>
      </table>
    </section>
  );
};

/** Visible columns, in the order of the state. */
function shownColumns<Row>(
  columns: readonly Column<Row>[],
  state: TableState,
): readonly Column<Row>[] {
  return state.columns.flatMap(({ key, shown }) =>
    shown ? columns.filter((column) => column.key === key) : [],
  );
}

/** "Users, sorted by name, ascending" */
function captionOf(noun: string, { columns }: TableDefinition, { sort }: TableState): string {
  const by = columns.find((column) => column.sort === sort.key)?.label;
  const name = noun.charAt(0).toUpperCase() + noun.slice(1);
  return by === undefined
    ? name
    : `${name}, ${texts.table.sortedBy(by, sort.direction === 'asc' ? 'ascending' : 'descending')}`;
}

function Head<Row>({
  column,
  definition,
  state,
}: {
  column: Column<Row>;
  definition: TableDefinition;
  state: TableState;
}) {
  const { label, sort, actions = false } = column;
  const active = sort !== undefined && state.sort.key === sort;
  const descending = active && state.sort.direction === 'desc';
  return (
    <th
      scope="col"
      role="columnheader"
      class={headClass(column)}
      {...(active
        ? { 'aria-sort': descending ? ('descending' as const) : ('ascending' as const) }
        : {})}
    >
      {actions && <span class="vh">{label}</span>}
      {sort === undefined ? (
        !actions && label
      ) : (
        <a class="sort" href={tableHref(definition, state, { sort: sortAfterClick(state, sort) })}>
          {label}
          <Icon name={descending ? 'arrow-down' : 'arrow-up'} small />
        </a>
      )}
    </th>
  );
}

function TableRow<Row>({
  row,
  columns,
  table,
}: {
  row: Row;
  columns: readonly Column<Row>[];
  table: GridProps<Row>;
}) {
  const { id, state, rowKey, rowName, menu, detail, isCurrent, bulk = [] } = table;
  const name = rowName(row);
  const isOpen = state.open === rowKey(row);
  return (
    <Fragment>
      <tr
        role="row"
        class={classes(isCurrent?.(row) === true && 'on')}
        {...(isCurrent?.(row) === true ? { 'aria-current': 'true' as const } : {})}
      >
        {bulk.length > 0 && (
          <td role="cell" class="box">
            <input
              class="tick"
              type="checkbox"
              name="ids"
              value={rowKey(row)}
              form={`${id}-selection`}
              aria-label={texts.table.select(name)}
            />
          </td>
        )}
        {detail !== undefined && (
          <td role="cell" class="box">
            <DetailOpener form={detailForm(id)} row={rowKey(row)} name={name} isOpen={isOpen} />
          </td>
        )}
        {columns.map((column) => (
          <Cell key={column.key} column={column} row={row} />
        ))}
        {menu !== undefined && (
          <td role="cell" class="row-act">
            {state.menu === rowKey(row) ? (
              <RowMenu
                label={texts.table.actionsFor(name)}
                actions={menu(row)}
                openAs={openedBy(menuForm(id))}
              />
            ) : (
              <RowMenuOpener
                label={texts.table.actionsFor(name)}
                form={menuForm(id)}
                row={rowKey(row)}
              />
            )}
          </td>
        )}
      </tr>
      {detail !== undefined && isOpen && (
        <tr role="row" class="detail" id={openedBy(detailForm(id))}>
          <td role="cell" />
          <td
            role="cell"
            colSpan={columns.length + (bulk.length > 0 ? 1 : 0) + (menu === undefined ? 0 : 1)}
          >
            {detail(row)}
          </td>
        </tr>
      )}
    </Fragment>
  );
}
