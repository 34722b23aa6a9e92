import type { VNode } from 'preact';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FilterSelect } from '../ui/filter-select.tsx';
import { InboxTabs } from '../ui/inbox-tabs.tsx';
import { ListNews } from '../ui/list-news.tsx';
import { Page } from '../ui/page.tsx';
import { RowButton } from '../ui/post-button.tsx';
import type { Rows } from '../ui/table-props.ts';
import { type TableState, tableHref } from '../ui/table-state.ts';
import { texts as common } from '../ui/texts.ts';
import { Time } from '../ui/time.tsx';
import { SeverityTag } from '../ui/word.tsx';
import { ListKeys } from '../work-items/index.ts';
import { ReceiptState } from './receipt-state.tsx';
import { warningTable } from './schema.ts';
import { texts } from './texts.ts';
import { categories, severities, type WarningLine } from './warning.ts';

interface WarningsProps {
  readonly state: TableState;
  readonly of: Rows<WarningLine>;
  /** Address of the page, to return to. */
  readonly back: string;
  readonly unread: number;
  /** Unread notifications. */
  readonly notifications: number;
}

/** The warnings of a user (spec warnings#list). */
export const warningsPage = ({ state, of, back, unread, notifications }: WarningsProps): VNode => (
  <Page title={texts.title} lead={texts.lead(unread)}>
    <InboxTabs current="warnings" notifications={notifications} warnings={unread} />
    <ListNews of={warningTable.path} />
    <div data-list-keys="">
      <DataTable
        noun={texts.noun}
        of={of}
        definition={{ ...warningTable, columns: columnsFor(back) }}
        state={state}
        rowKey={({ id }) => id}
        rowName={({ message }) => message}
        filters={<Filters state={state} />}
        bulk={[
          { label: texts.read, to: '/warnings/bulk', name: 'action', value: 'read' },
          state.extras['show_deleted'] === 'true'
            ? { label: texts.restore, to: '/warnings/bulk', name: 'action', value: 'restore' }
            : { label: texts.dismiss, to: '/warnings/bulk', name: 'action', value: 'dismiss' },
        ]}
        empty={
          <EmptyState
            icon="bell"
            title={texts.empty}
            action={
              <a href={tableHref(warningTable, state, { extras: { show_read: 'true' } })}>
                {texts.showRead}
              </a>
            }
          >
            {texts.emptyAdvice}
          </EmptyState>
        }
      />
    </div>
    {of.rows.length > 0 && <ListKeys />}
  </Page>
);

const { filters } = texts;

const Filters = ({ state: { extras } }: Pick<WarningsProps, 'state'>) => (
  <>
    <FilterSelect
      name="severity"
      label={filters.severity}
      all={filters.anySeverity}
      value={extras['severity']}
      options={severities.map((severity) => [severity, common.severity[severity]])}
    />
    <FilterSelect
      name="category"
      label={filters.category}
      all={filters.anyCategory}
      value={extras['category']}
      options={categories.map((category) => [category, texts.categories[category] ?? category])}
    />
    <FilterSelect
      name="show_read"
      label={filters.read}
      all={filters.hideRead}
      value={extras['show_read']}
      options={[['true', filters.showRead]]}
    />
    <FilterSelect
      name="show_deleted"
      label={filters.deleted}
      all={filters.hideDeleted}
      value={extras['show_deleted']}
      options={[['true', filters.showDeleted]]}
    />
  </>
);

const [severity, warning, category, status, time, actions] = warningTable.columns;

const columnsFor = (back: string): readonly Column<WarningLine>[] => [
  { ...severity, cell: ({ severity: of }) => <SeverityTag of={of} /> },
  {
    ...warning,
    header: true,
    cell: ({ id, message, status: of }) => (
      <a class={of === 'unread' ? 'plain strong' : 'plain'} href={`/warnings/${id}`}>
        {message}
      </a>
    ),
  },
  { ...category, minor: true, cell: ({ category: of }) => texts.categories[of] ?? of },
  { ...status, cell: ({ status: of }) => <ReceiptState of={of} /> },
  { ...time, cell: ({ createdAt }) => <Time at={createdAt} style="relative" /> },
  { ...actions, actions: true, cell: (line) => <Actions line={line} back={back} /> },
];

const Actions = ({ line, back }: { line: WarningLine; back: string }) => {
  const own = { fields: { back }, of: texts.ofWarning(line.message) };
  return (
    <span class="acts row-acts">
      {line.status === 'unread' && (
        <RowButton to={`/warnings/${line.id}/read`} {...own}>
          {texts.read}
        </RowButton>
      )}
      {line.status === 'deleted' ? (
        <RowButton to={`/warnings/${line.id}/restore`} {...own}>
          {texts.restore}
        </RowButton>
      ) : (
        line.status !== 'resolved' && (
          <RowButton to={`/warnings/${line.id}/delete`} {...own}>
            {texts.dismiss}
          </RowButton>
        )
      )}
    </span>
  );
};
