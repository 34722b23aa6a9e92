import { NoMatch } from './empty-state.tsx';
import { SharedForm } from './form.tsx';
import { Note } from './note.tsx';
import { Pager } from './pager.tsx';
import { detailForm, menuForm, RowForm } from './row-parts.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { TableBar } from './table-bar.tsx';
import { TableGrid } from './table-grid.tsx';
import type { DataTableProps } from './table-props.ts';
import { clampPage, isNarrowed, type TableDefinition, type TableState, tableHref } from './table-state.ts';
import { TableViews } from './table-views.tsx';
import { texts } from './texts.ts';

export type { Column, DataTableProps } from './table-props.ts';

/**
 * The one list: saved views, search, filters, columns, sorted table, pager, selection. Everything it shows is in its address, every control is
 * a link or a form, and scripts replace only its region (`data-region`).
 */
export const DataTable = <Row,>(props: DataTableProps<Row>) => {
  const {
    definition,
    state,
    total,
    more = false,
    isPart = false,
    goesOn = false,
    of,
    noun,
    id = 'table',
    views = [],
    saveView,
    bulk = [],
    failed,
    problem,
    rowKey,
    menu,
    menuFields,
    detail,
  } = { ...props, problem: props.state.problem };
  const page = props.page ?? clampPage(state, total);
  const shown = { ...state, page };
  const isTooFar = page < clampPage(state, total) && !isPart;
  const [first, last] = [of[0], of.at(-1)].map((row) => row && rowKey(row));
  return (
    <div id={id} class="region" data-region={tableHref(definition, shown)}>
      {(views.length > 0 || saveView !== undefined) && (
        <TableViews views={views} save={saveView} address={tableHref(definition, state, { page: 1 })} />
      )}
      <TableBar {...props} id={id} state={shown} />
      {problem !== undefined && (
        <Note tone="error" live>
          {`${texts.filter.invalid} ${problem}`} <a href={definition.path}>{texts.table.clearFilters}</a>
        </Note>
      )}
      {isPart && <Part definition={definition} state={state} of={of} />}
      {isTooFar && <Note>{texts.table.tooFar(state.page)}</Note>}
      {failed ?? (of.length === 0 ? !isPart && <Nothing {...props} /> : <TableGrid {...props} state={shown} id={id} />)}
      {failed === undefined && of.length > 0 && (
        <Pager definition={definition} state={shown} total={total} more={more} goesOn={goesOn} first={first} last={last} />
      )}
      {(menu !== undefined || props.columns !== undefined) && <RowForm id={menuForm(id)} definition={definition} state={shown} />}
      {detail !== undefined && <RowForm id={detailForm(id)} definition={definition} state={shown} />}
      {menuFields !== undefined && <SharedForm id={`${id}-row`} of={menuFields} />}
      {failed === undefined && of.length > 0 && bulk.length > 0 && (
        <SelectionBar
          id={id}
          noun={noun}
          of={bulk}
          total={total}
          more={more}
          shown={of.length}
          query={tableHref(definition, state, { page: 1 })}
        />
      )}
    </div>
  );
};

/** What was left out so that the page costs little, and the way to all of it. */
const Part = ({ definition, state, of }: { definition: TableDefinition; state: TableState; of: readonly unknown[] }) => (
  <Note>
    {isNarrowed(state) ? texts.table.part(of.length > 0) : texts.table.partOfList}{' '}
    <a href={tableHref(definition, state, { page: 1, isThorough: true })}>{texts.table.lookThrough}</a>
  </Note>
);

const Nothing = <Row,>({ definition, state, noun, all, empty }: DataTableProps<Row>) => {
  if (state.problem !== undefined) return null;
  if (!isNarrowed(state)) return <>{empty}</>;
  return <NoMatch noun={noun} clear={definition.path} {...(all === undefined ? {} : { all })} />;
};
