import { isId } from '../ontology/property.ts';
import type { ViewedPage } from '../saved-lists/index.ts';
import type { TableDefinition, TableState } from '../ui/table-state.ts';
import { kinds, type WorkFilter } from './work.ts';

/** Parameters of the page's address. */
export const workTable = {
  path: '/my-work',
  columns: [],
  sort: { key: 'since', direction: 'asc' },
  extras: ['tor', 'kind'],
} as const satisfies TableDefinition;

/** The page, as users keep views of it (spec my-work#filters). */
export const workPage: ViewedPage = {
  table: workTable,
  may: 'tor.list',
  keys: { views: 'pref.my_work_views' },
};

/** The filters in an address; unknown values do not narrow. */
export const filterOf = ({ extras, search }: TableState): WorkFilter => {
  const { tor = '', kind } = extras;
  return {
    committee: isId(tor) ? tor : undefined,
    kind: kinds.find((each) => each === kind),
    search,
  };
};
