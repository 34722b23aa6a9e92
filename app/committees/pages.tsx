import type { VNode } from 'preact';
import { dateInWords, nextMeeting } from '../calendar/index.ts';
import type { Page as Rows } from '../ontology/list/index.ts';
import { only, SavedViewMenu, viewsOf } from '../saved-lists/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import type { MenuAction } from '../ui/dropdown.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page } from '../ui/page.tsx';
import type { BulkAction } from '../ui/selection-bar.tsx';
import { type TableState, tableHref } from '../ui/table-state.ts';
import { Time } from '../ui/time.tsx';
import { Code, State } from '../ui/word.tsx';
import { number } from '../ui/words.ts';
import type { CommitteeLine, ListFrame } from './committee.ts';
import { cadenceInWords } from './present.ts';
import type { Reader } from './reader.ts';
import { torColumns, torTable } from './schema.ts';
import { texts } from './texts.ts';

export interface ListProps {
  readonly committees: Rows<CommitteeLine>;
  readonly frame: ListFrame;
  readonly state: TableState;
  readonly may: Reader;
}

/** The list of committees (spec committees#list). */
export const listOfCommittees = ({ committees, frame, state, may }: ListProps): VNode => {
  const { counts, views } = frame;
  const definition = { ...torTable, columns: columnsOf };
  const menu = may.edit || may.create ? (line: CommitteeLine) => menuOf(line, may) : undefined;
  return (
    <Page
      title={texts.title}
      lead={texts.lead(counts)}
      action={
        <>
          {may.create && <NewCommittee />}
          <SavedViewMenu table={definition} state={state} saved={views} />
        </>
      }
    >
      <DataTable
        noun={texts.noun}
        of={committees}
        all={counts.all}
        definition={definition}
        state={state}
        rowKey={({ id }) => id}
        rowName={({ label }) => label}
        search={texts.search}
        csv="/tor/export.csv"
        columns={{ keep: '/tor/columns', everyone: may.setColumns }}
        views={viewsOf(definition, state, standardViews(counts), views)}
        saveView="/tor/views"
        {...(menu === undefined
          ? {}
          : { menu, menuFields: { back: tableHref(definition, state) } })}
        bulk={may.edit ? bulk : []}
        empty={
          <EmptyState
            icon="charter"
            title={texts.empty.title}
            action={may.create && <NewCommittee />}
          >
            {texts.empty.advice}
          </EmptyState>
        }
      />
    </Page>
  );
};

const NewCommittee = () => (
  <LinkButton to="/tor/new" kind="primary" icon="plus">
    {texts.create}
  </LinkButton>
);

const [
  committee,
  status,
  cadence,
  members,
  positions,
  vacancies,
  next,
  no,
  name,
  organization,
  updated,
] = torColumns;

const columnsOf: readonly Column<CommitteeLine>[] = [
  {
    ...committee,
    header: true,
    cell: ({ id, label }) => (
      <a class="plain" href={`/tor/${id}`}>
        {label}
      </a>
    ),
  },
  { ...status, cell: ({ isRunning }) => <Status isRunning={isRunning} /> },
  { ...cadence, cell: (line) => cadenceInWords(line) },
  { ...members, number: true, cell: (line) => number(line.seats.members) },
  { ...positions, number: true, cell: (line) => number(line.seats.positions) },
  {
    ...vacancies,
    cell: (line) =>
      line.seats.vacancies === 0 ? (
        <span class="muted">{texts.noVacancy}</span>
      ) : (
        <State is="warning">{number(line.seats.vacancies)}</State>
      ),
  },
  { ...next, nowrap: true, cell: ({ ahead }) => <Next ahead={ahead} /> },
  { ...no, cell: (line) => line.number },
  { ...name, cell: (line) => <Code>{line.name}</Code> },
  { ...organization, minor: true, cell: (line) => line.organization },
  { ...updated, nowrap: true, cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

const Next = ({ ahead }: Pick<CommitteeLine, 'ahead'>) => {
  const meeting = nextMeeting(ahead);
  if (meeting === undefined) return <span class="muted">{texts.noMeeting}</span>;
  return <time dateTime={meeting.date}>{dateInWords(meeting.date, 'shortDate')}</time>;
};

const Status = ({ isRunning }: { isRunning: boolean }) =>
  isRunning ? (
    <State is="done" tone="good">
      {texts.statuses.active}
    </State>
  ) : (
    <State is="ended">{texts.statuses.archived}</State>
  );

/** Actions for one committee, as far as the reader may run them. */
function menuOf({ id, isRunning }: CommitteeLine, may: Reader): readonly (readonly MenuAction[])[] {
  const edit: readonly MenuAction[] = [
    { label: texts.menu.edit, icon: 'edit', to: `/tor/${id}/edit` },
  ];
  const copy: MenuAction = { label: texts.menu.copy, icon: 'plus', to: `/tor/new?from=${id}` };
  return [
    [...(may.edit ? edit : []), ...(may.create ? [copy] : [])],
    lifeOf({ id, isRunning }, may),
  ];
}

/** Archive or restore, and delete. */
export const lifeOf = (
  { id, isRunning }: Pick<CommitteeLine, 'id' | 'isRunning'>,
  may: Reader,
  form = 'table-row',
): readonly MenuAction[] => [
  ...(may.edit ? [isRunning ? archive(id, form) : restore(id, form)] : []),
  ...(may.remove ? [remove(id)] : []),
];

const archive = (id: string, form: string): MenuAction => ({
  ...{ label: texts.menu.archive, icon: 'ended', post: `/tor/${id}/archive`, form },
});
const restore = (id: string, form: string): MenuAction => ({
  ...{ label: texts.menu.restore, icon: 'done', post: `/tor/${id}/restore`, form },
});
const remove = (id: string): MenuAction => ({
  ...{ label: texts.menu.delete, icon: 'trash', danger: true, to: `/tor/${id}/delete`, asks: true },
});

const bulk: readonly BulkAction[] = [
  { label: texts.menu.archive, to: '/tor/bulk-archive' },
  { label: texts.menu.restore, to: '/tor/bulk-restore' },
];

const standardViews = ({ all, active, archived, mine }: ListFrame['counts']) => [
  { label: texts.views.all, count: all },
  { label: texts.views.mine, count: mine, filter: only('mine', 'yes') },
  { label: texts.views.active, count: active, filter: only('status', 'active') },
  { label: texts.views.archived, count: archived, filter: only('status', 'archived') },
  { label: texts.views.vacant, filter: only('vacant', 'yes') },
];
