import type { VNode } from 'preact';
import type { PermissionCode } from '../ontology/actor.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Dropdown, MenuGroups } from '../ui/dropdown.tsx';
import { EmptyState, NoMatch } from '../ui/empty-state.tsx';
import { HiddenFields } from '../ui/form.tsx';
import { Icon } from '../ui/icon.tsx';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { detailForm, RowForm } from '../ui/row-parts.tsx';
import { TableBar } from '../ui/table-bar.tsx';
import { TableGrid } from '../ui/table-grid.tsx';
import { type TableState, tableHref } from '../ui/table-state.ts';
import { texts as uiTexts } from '../ui/texts.ts';
import { Time } from '../ui/time.tsx';
import { State } from '../ui/word.tsx';
import { number } from '../ui/words.ts';
import { EntryDetail } from './entry-detail.tsx';
import { AuditFilters } from './filters.tsx';
import { actorOf, type Entry, summaryOf } from './present.ts';
import { isFiltered } from './rules.ts';
import { auditTable, columnsFor } from './table.tsx';
import { texts } from './texts.ts';

export interface AuditPageProps {
  readonly state: TableState;
  readonly permissions: ReadonlySet<PermissionCode>;
  readonly entries: readonly Entry[];
  readonly hasNewer: boolean;
  readonly hasOlder: boolean;
  /** The entry that the search reached; `null` if it reached the end. */
  readonly reached: string | null;
  readonly total: number;
  readonly days: number;
  readonly verified: { readonly at: Date; readonly outcome: string } | null;
  readonly actors: readonly { readonly id: string; readonly label: string }[];
  /** Why the filter is invalid; there are no entries then. */
  readonly problem?: string;
}

export const auditPage = (props: AuditPageProps): VNode => {
  const { state, days, entries, problem } = props;
  return (
    <Page
      title={texts.title}
      lead={
        <>
          {texts.lead(days)} <Chain verified={props.verified} />
        </>
      }
      action={
        <>
          <form method="post" action="/audit/verify">
            <HiddenFields />
            <Button type="submit">{texts.chain.verify}</Button>
          </form>
          <LinkButton
            to={tableHref({ ...auditTable, path: '/audit/export.csv' }, withoutPlace(state))}
            icon="download"
          >
            {texts.export}
          </LinkButton>
        </>
      }
    >
      <div id="table" class="region" data-region={tableHref(auditTable, state)}>
        <TableBar
          noun={texts.noun}
          definition={auditTable}
          state={state}
          id="table"
          search={texts.search}
          filters={<AuditFilters state={state} actors={props.actors} />}
        />
        {problem !== undefined && (
          <Note tone="error" live>{`${uiTexts.filter.invalid} ${problem}`}</Note>
        )}
        {props.reached !== null && problem === undefined && (
          <Reached {...props} reached={props.reached} />
        )}
        {entries.length === 0 ? (
          problem === undefined && props.reached === null && <Nothing state={state} />
        ) : (
          <Entries {...props} />
        )}
      </div>
    </Page>
  );
};

/** The list at another position. */
const placed = (
  { extras: { before: _before, after: _after, ...extras }, ...state }: TableState,
  place: TableState['extras'],
): TableState => ({
  ...state,
  extras: { ...extras, ...place },
});

/** Other views of the list start at their own beginning. */
const withoutPlace = (state: TableState): TableState => placed(state, {});

/** Pins the page to the entries it shows now, whatever is added meanwhile. */
const held = (state: TableState, [newest]: readonly Entry[]): TableState =>
  newest === undefined ? state : placed(state, { before: String(BigInt(newest.seq) + 1n) });

const Chain = ({ verified }: Pick<AuditPageProps, 'verified'>) => {
  if (verified === null) return <State is="planned">{texts.chain.unknown}</State>;
  const intact = verified.outcome === 'success';
  return (
    <State is={intact ? 'done' : 'bad'} tone={intact ? 'good' : 'bad'}>
      <span>
        {intact ? texts.chain.intact : texts.chain.broken}{' '}
        <Time at={verified.at} style="relative" inSentence />
      </span>
    </State>
  );
};

const Nothing = ({ state }: { state: TableState }) =>
  isFiltered(state) ? (
    <NoMatch noun={texts.entries} clear={auditTable.path} />
  ) : (
    <EmptyState icon="audit" title={texts.nothing}>
      {texts.nothingAdvice}
    </EmptyState>
  );

/** The link to continue a search that stopped at its limit. */
const Reached = ({ state, entries, reached }: AuditPageProps & { readonly reached: string }) => {
  const isNewer = state.extras['after'] !== undefined;
  const to = tableHref(
    auditTable,
    placed(state, isNewer ? { after: reached } : { before: reached }),
  );
  return (
    <Note>
      {isNewer ? texts.reached.newer(entries.length) : texts.reached.older(entries.length)}{' '}
      <a href={to}>{isNewer ? texts.reached.onwards : texts.reached.back}</a>
    </Note>
  );
};

const Entries = (props: AuditPageProps) => (
  <>
    <TableGrid<Entry>
      id="table"
      noun={texts.noun}
      of={{ rows: props.entries, total: props.total }}
      definition={{ ...auditTable, columns: columnsFor(props.permissions) }}
      state={props.state}
      rowKey={({ seq }) => seq}
      rowName={(entry) => `${actorOf(entry)}, ${summaryOf(entry)}`}
      detail={(entry) => <EntryDetail {...entry} />}
      empty={null}
    />
    <RowForm
      id={detailForm('table')}
      definition={auditTable}
      state={held(props.state, props.entries)}
    />
    <Places {...props} />
  </>
);

/**
 * Links to newer and older entries. There are no page numbers, because new entries would shift them
 * while someone reads.
 */
const Places = ({ state, entries, hasNewer, hasOlder, total }: AuditPageProps) => {
  const at = (place: Record<string, string>) => tableHref(auditTable, placed(state, place));
  return (
    <div class="pager">
      <span role="status">
        {isFiltered(state) ? texts.shown(entries.length) : texts.shownOf(entries.length, total)}
      </span>
      <span class="acts">
        {texts.rows}
        <Dropdown
          kind="btn sm"
          label={`${texts.rows}: ${number(state.size)}`}
          summary={
            <>
              {number(state.size)}
              <Icon name="chevron-down" small />
            </>
          }
        >
          <MenuGroups
            groups={[
              auditTable.sizes.map((size) => ({
                label: number(size),
                to: tableHref(auditTable, withoutPlace(state), { size }),
              })),
            ]}
          />
        </Dropdown>
      </span>
      {(hasNewer || hasOlder) && (
        <nav aria-label={texts.pages}>
          <Place
            to={hasNewer ? at({ after: entries[0]?.seq ?? '0' }) : undefined}
            rel="prev"
            label={texts.newer}
          />
          <Place
            to={hasOlder ? at({ before: entries.at(-1)?.seq ?? '0' }) : undefined}
            rel="next"
            label={texts.older}
          />
        </nav>
      )}
    </div>
  );
};

const Place = ({
  to,
  rel,
  label,
}: {
  to: string | undefined;
  rel: 'prev' | 'next';
  label: string;
}) => {
  const content = (
    <>
      {rel === 'prev' && <Icon name="chevron-left" small />}
      {label}
      {rel === 'next' && <Icon name="chevron-right" small />}
    </>
  );
  return to === undefined ? (
    <button class="btn quiet sm" type="button" disabled>
      {content}
    </button>
  ) : (
    <a class="btn quiet sm" href={to} rel={rel}>
      {content}
    </a>
  );
};
