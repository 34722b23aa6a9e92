import { RowMenu } from '../ui/dropdown.tsx';
import {
  parseTable,
  type TableDefinition,
  type TableState,
  tableAddress,
  tableHref,
} from '../ui/table-state.ts';
import type { TableView } from '../ui/table-views.tsx';
import type { SavedView } from './saved-views.ts';
import { texts } from './texts.ts';

/** A view that every reader has. */
interface StandardView {
  readonly label: string;
  readonly count?: number | null;
  /** Omitted: the whole list. */
  readonly filter?: TableState['filter'];
}

/** The standard views, followed by the reader's saved views. */
export function viewsOf(
  table: TableDefinition,
  state: TableState,
  standard: readonly StandardView[],
  saved: readonly SavedView[],
): readonly TableView[] {
  const plain = parseTable(table, new URLSearchParams(), state.preferred);
  return [
    ...standard.map(({ label, count = null, filter }) => ({
      label,
      to: tableHref(table, plain, filter === undefined ? {} : { filter }),
      ...(count === null ? {} : { count }),
    })),
    ...saved.map(({ name, query }) => ({
      label: name,
      to: tableAddress(table.path, new URLSearchParams(query)),
    })),
  ];
}

/** The menu of the saved view that is shown; nothing for another list. */
export const SavedViewMenu = ({
  table,
  state,
  saved,
}: {
  table: TableDefinition;
  state: TableState;
  saved: readonly SavedView[];
}) => {
  const address = tableHref(table, state, { page: 1 });
  const own = saved.find(
    ({ query }) => tableAddress(table.path, new URLSearchParams(query)) === address,
  );
  if (own === undefined) return null;
  return (
    <RowMenu
      large
      label={texts.views.more}
      actions={[
        [
          {
            label: texts.views.remove(own.name),
            icon: 'trash',
            post: `${table.path}/views/remove`,
            fields: { name: own.name },
          },
        ],
      ]}
    />
  );
};

/** A filter with one condition. */
export const only = (field: string, value: string): TableState['filter'] => ({
  logic: 'and',
  conditions: [{ field, op: 'is', value }],
  groups: [],
});
