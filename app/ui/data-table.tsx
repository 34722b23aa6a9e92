import { NoMatch } from './empty-state.tsx';
import { SharedForm } from './form.tsx';
import { Note } from './note.tsx';
import { Pager } from './pager.tsx';
import { detailForm, menuForm, RowForm } from './row-parts.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { TableBar } from './table-bar.tsx';
import { TableGrid } from './table-grid.tsx';
import type { DataTableProps } from './table-props.ts';
import { clampPage, isNarrowed, tableHref } from './table-state.ts';
import { TableViews } from './table-views.tsx';
import { texts } from './texts.ts';

export type { Column, DataTableProps } from './table-props.ts';

/**
 * The list component: saved views, search, filters, columns, sorted table, pager, selection. Its
 * address contains its whole state, every control is a link or a form, and scripts replace only its
 * region (`data-region`).
 */
export const DataTable = <Row,>(props: DataTableProps<Row>) => {
  const {
    definition,
    state,
    of,
    noun,
    id = 'table',
    views = [],
    saveView,
    bulk = [],
    failed,
    problem,
    note,
    rowKey,
    menu,
    menuFields,
    detail,
  } = { ...props, problem: props.state.problem };
  const { rows, total, exact = true, isPart = false, goesOn = false, next } = of;
  const page = of.number ?? clampPage(state, total);
  const shown = { ...state, page };
  const isTooFar = page < clampPage(state, total) && !isPart;
  const [first, last] = [rows[0], rows.at(-1)].map((row) => row && rowKey(row));
  return (
    <div id={id} class="region" data-region={tableHref(definition, shown)}>
      {(views.length > 0 || saveView !== undefined) && (
        <TableViews
          views={views}
          save={saveView}
          address={tableHref(definition, state, { page: 1 })}
        />
      )}
      <TableBar {...props} id={id} state={shown} />
      {problem !== undefined && (
        <Note tone="error" live>
          {`${texts.filter.invalid} ${problem}`}{' '}
          <a href={definition.path}>{texts.table.clearFilters}</a>
        </Note>
      )}
      {note !== undefined && <Note>{note}</Note>}
      {isPart && <Note>{texts.table.part}</Note>}
      {next !== undefined && (
        <Note>
          {texts.table.scanned}{' '}
          <a href={tableHref(definition, shown, { page: page + 1, after: next })}>
            {texts.table.continueSearch}
          </a>
        </Note>
      )}
      {isTooFar && <Note>{texts.table.tooFar(state.page)}</Note>}
      {failed ??
        (rows.length === 0 ? (
          !isPart && !goesOn && <Nothing {...props} />
        ) : (
          <TableGrid {...props} state={shown} id={id} />
        ))}
      {failed === undefined && rows.length > 0 && (
        <Pager definition={definition} state={shown} of={of} first={first} last={last} />
      )}
      {(menu !== undefined || props.columns !== undefined) && (
        <RowForm id={menuForm(id)} definition={definition} state={shown} />
      )}
      {detail !== undefined && (
        <RowForm id={detailForm(id)} definition={definition} state={shown} />
      )}
      {menuFields !== undefined && <SharedForm id={`${id}-row`} of={menuFields} />}
      {failed === undefined && rows.length > 0 && bulk.length > 0 && (
        <SelectionBar
          id={id}
          noun={noun}
          of={bulk}
          total={total}
          more={!exact}
          shown={rows.length}
          query={tableHref(definition, state, { page: 1 })}
        />
      )}
    </div>
  );
};

const Nothing = <Row,>({ definition, state, noun, all, empty }: DataTableProps<Row>) => {
  if (state.problem !== undefined) return null;
  if (!isNarrowed(state)) return <>{empty}</>;
  return <NoMatch noun={noun} clear={definition.path} {...(all === undefined ? {} : { all })} />;
};
