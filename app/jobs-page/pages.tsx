import type { ComponentChildren, VNode } from 'preact';
import type { ResyncState } from '../graph/index.ts';
import { canCancel, canRetry } from '../jobs/index.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page } from '../ui/page.tsx';
import { RowButton } from '../ui/post-button.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import type { TableState } from '../ui/table-state.ts';
import { Tabs } from '../ui/tabs.tsx';
import { Time } from '../ui/time.tsx';
import { Code, State, type StateProps } from '../ui/word.tsx';
import { JobFilters } from './filters.tsx';
import { GraphSection } from './graph.tsx';
import type { JobLine, JobPage, ScheduleLine } from './job.ts';
import { jobTable } from './schema.ts';
import { texts } from './texts.ts';

/** Labels of the kinds that this version knows, by name. */
type Labels = ReadonlyMap<string, string>;

interface JobsProps {
  readonly state: TableState;
  readonly of: JobPage;
  readonly labels: Labels;
  /** Address of the page, to return to. */
  readonly back: string;
}

const JobsFrame = ({
  tab,
  dead,
  children,
}: {
  tab: 'jobs' | 'schedules';
  dead: number;
  children: ComponentChildren;
}) => (
  <Page
    title={texts.title}
    lead={dead === 0 ? texts.lead : <a href="/jobs?state=dead">{texts.dead(dead)}</a>}
    {...(tab === 'schedules' && { short: texts.tabs.schedules })}
  >
    <Tabs
      label={texts.tabs.label}
      of={[
        { label: texts.tabs.jobs, to: '/jobs', current: tab === 'jobs' },
        { label: texts.tabs.schedules, to: '/jobs/schedules', current: tab === 'schedules' },
      ]}
    />
    {children}
  </Page>
);

export const jobsPage = ({ state, of, labels, back }: JobsProps): VNode => (
  <JobsFrame tab="jobs" dead={of.dead}>
    <DataTable
      noun={texts.noun}
      of={of}
      definition={{ ...jobTable, columns: columnsFor(labels, back) }}
      state={state}
      rowKey={({ id }) => id}
      rowName={({ id, kind }) => `${kind} ${id}`}
      filters={<JobFilters state={state} labels={labels} />}
      empty={
        <EmptyState icon="clock" title={texts.empty}>
          {texts.emptyAdvice}
        </EmptyState>
      }
    />
  </JobsFrame>
);

const [job, state, time, attempts, duration, actions] = jobTable.columns;

const columnsFor = (labels: Labels, back: string): readonly Column<JobLine>[] => [
  { ...job, header: true, cell: ({ kind }) => <Kind name={kind} labels={labels} /> },
  {
    ...state,
    cell: ({ state, lastError }) => (
      <span>
        <JobStateWord of={state} />
        {lastError !== null && <span class="sub">{texts.lastError(lastError)}</span>}
      </span>
    ),
  },
  { ...time, cell: (line) => <When {...line} /> },
  {
    ...attempts,
    number: true,
    cell: ({ attempts, maxAttempts }) => texts.attempts(attempts, maxAttempts),
  },
  { ...duration, number: true, cell: (line) => durationOf(line) },
  { ...actions, actions: true, cell: (line) => <Actions line={line} back={back} /> },
];

const Kind = ({ name, labels }: { name: string; labels: Labels }) => (
  <>
    {labels.get(name) ?? texts.unknownKind}
    <span class="sub">
      <Code muted>{name}</Code>
    </span>
  </>
);

const looks: Readonly<Record<JobLine['state'], Pick<StateProps, 'is' | 'tone'>>> = {
  waiting: { is: 'waiting' },
  running: { is: 'working', tone: 'going' },
  done: { is: 'done', tone: 'good' },
  dead: { is: 'bad', tone: 'bad' },
  cancelled: { is: 'ended' },
};

const JobStateWord = ({ of }: { of: JobLine['state'] }) => (
  <State {...looks[of]}>{texts.states[of]}</State>
);

/** The moment that matters in its state. */
const When = ({ state, dueAt, startedAt, finishedAt }: JobLine) => {
  if (state === 'waiting') return <Moment what={texts.due} at={dueAt} />;
  if (state === 'running') return <Moment what={texts.started} at={startedAt ?? dueAt} />;
  return <Moment what={texts.ended} at={finishedAt ?? dueAt} />;
};

const Moment = ({ what, at }: { what: string; at: Date }) => (
  <span>
    {what} <Time at={at} style="moment" inSentence />
  </span>
);

/** Of the last run, when it is over. */
const durationOf = ({ state, startedAt, finishedAt }: JobLine): string =>
  (state === 'done' || state === 'dead') && startedAt !== null && finishedAt !== null
    ? texts.duration(finishedAt.getTime() - startedAt.getTime())
    : '–';

const Actions = ({ line: { id, kind, state }, back }: { line: JobLine; back: string }) => (
  <span class="acts row-acts">
    {canRetry(state) && (
      <RowButton to={`/jobs/${id}/retry`} fields={{ back }} of={texts.ofJob(kind, id)}>
        {state === 'waiting' ? texts.runNow : texts.retry}
      </RowButton>
    )}
    {canCancel(state) && (
      <RowButton to={`/jobs/${id}/cancel`} fields={{ back }} of={texts.ofJob(kind, id)}>
        {texts.cancel}
      </RowButton>
    )}
  </span>
);

interface SchedulesProps {
  readonly schedules: readonly ScheduleLine[];
  readonly labels: Labels;
  readonly dead: number;
  /** `undefined` if no graph is configured. */
  readonly graph: ResyncState | undefined;
}

export const schedulesPage = ({ schedules, labels, dead, graph }: SchedulesProps): VNode => (
  <JobsFrame tab="schedules" dead={dead}>
    {schedules.length === 0 ? (
      <EmptyState icon="clock" title={texts.noSchedules}>
        {texts.noSchedulesAdvice}
      </EmptyState>
    ) : (
      <SimpleTable
        caption={texts.tabs.schedules}
        of={schedules}
        rowKey={({ kind }) => kind}
        columns={[
          {
            label: texts.columns.job,
            header: true,
            cell: ({ kind }) => <Kind name={kind} labels={labels} />,
          },
          {
            label: texts.columns.schedule,
            cell: ({ cron, timeZone }) => (
              <span>
                <Code>{cron}</Code> <span class="muted">{timeZone}</span>
              </span>
            ),
          },
          { label: texts.columns.last, cell: (line) => <LastRun {...line} /> },
          {
            label: texts.columns.next,
            cell: ({ nextAt }) => <Time at={nextAt} style="moment" />,
          },
        ]}
      />
    )}
    <GraphSection of={graph} />
  </JobsFrame>
);

const LastRun = ({ state, startedAt }: ScheduleLine) =>
  state === null ? (
    <span class="muted">{texts.neverRan}</span>
  ) : (
    <span>
      <JobStateWord of={state} />
      {startedAt !== null && (
        <span class="sub">
          <Time at={startedAt} style="moment" />
        </span>
      )}
    </span>
  );
