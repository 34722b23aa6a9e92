import type { ComponentChildren } from 'preact';
import { LinkButton } from './button.tsx';
import { type ColumnChooserProps, Columns } from './column-chooser.tsx';
import { FilterBuilder } from './filter-builder.tsx';
import { FilterChips } from './filter-chips.tsx';
import { Icon } from './icon.tsx';
import { StateFields } from './state-fields.tsx';
import {
  type TableDefinition,
  type TableState,
  tableAddress,
  tableHref,
  tableParams,
} from './table-state.ts';
import { texts } from './texts.ts';

export interface TableBarProps {
  readonly noun: string;
  readonly definition: TableDefinition;
  readonly state: TableState;
  readonly id: string;
  /** The columns that the search covers: "Name, user name or email". Omitted: no search. */
  readonly search?: string;
  /** Further controls of the search form, with names from `definition.extras`. */
  readonly filters?: ComponentChildren;
  /** Path of the same list as CSV. */
  readonly csv?: string;
  /** Who may save an order of columns, and where. */
  readonly columns?: Pick<ColumnChooserProps, 'keep' | 'everyone'>;
}

/** Search, filters, columns and export, above a list. */
export const TableBar = ({
  noun,
  definition,
  state,
  id,
  search,
  filters,
  csv,
  columns,
}: TableBarProps) => {
  const canFilter = (definition.fields ?? []).length > 0;
  return (
    <>
      <div class="bar">
        {(search !== undefined || filters !== undefined) && (
          <search>
            <form
              class="bar-search"
              action={definition.path}
              aria-label={texts.table.search(noun)}
              data-swap={id}
            >
              <StateFields
                definition={definition}
                state={{ ...state, search: '', extras: {}, page: 1 }}
              />
              {search !== undefined && (
                <div class="affix">
                  <Icon name="search" small />
                  <input
                    class="input sm"
                    type="search"
                    name="q"
                    value={state.search}
                    aria-label={texts.table.search(noun)}
                    placeholder={search}
                    autoComplete="off"
                    data-search=""
                  />
                </div>
              )}
              {filters}
              <button class={filters === undefined ? 'btn sm no-script' : 'btn sm'} type="submit">
                {filters === undefined ? texts.table.searchSubmit : texts.table.apply}
              </button>
            </form>
          </search>
        )}
        <FilterChips definition={definition} state={state} />
        {canFilter && state.draft === undefined && (
          <LinkButton
            kind="quiet"
            small
            icon="plus"
            to={tableAddress(definition.path, editing(definition, state))}
          >
            {texts.table.filter}
          </LinkButton>
        )}
        <div class="end">
          {definition.columns.length > 1 && columns !== undefined && (
            <Columns definition={definition} state={state} id={id} {...columns} />
          )}
          {csv !== undefined && (
            <LinkButton
              kind="quiet"
              small
              icon="download"
              to={tableHref({ ...definition, path: csv }, state, { page: 1 })}
            >
              {texts.table.csv}
            </LinkButton>
          )}
        </div>
      </div>
      {state.draft !== undefined && (
        <FilterBuilder
          noun={noun}
          definition={definition}
          state={state}
          draft={state.draft}
          id={id}
        />
      )}
    </>
  );
};

function editing(definition: TableDefinition, state: TableState): URLSearchParams {
  const params = tableParams(definition, state);
  params.set('do', 'edit');
  return params;
}
