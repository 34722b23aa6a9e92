import type { VNode } from 'preact';
import { shortened } from '../ontology/labels.ts';
import { proposalMoveRequest } from '../proposals/index.ts';
import { SavedViewMenu, savedViewsFrom, viewsOf } from '../saved-lists/index.ts';
import { suggestionMoveRequest } from '../suggestions/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState, NoMatch } from '../ui/empty-state.tsx';
import { FilterSelect } from '../ui/filter-select.tsx';
import { ListNews } from '../ui/list-news.tsx';
import { dayInWords } from '../ui/moments.ts';
import { Page } from '../ui/page.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { Section } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { TableBar } from '../ui/table-bar.tsx';
import { isNarrowed, type TableState, tableHref } from '../ui/table-state.ts';
import { TableViews } from '../ui/table-views.tsx';
import { Time } from '../ui/time.tsx';
import { State } from '../ui/word.tsx';
import { number } from '../ui/words.ts';
import { ListKeys } from '../work-items/index.ts';
import { type MoveRequest, Moves, StatusMark } from '../workflow/index.ts';
import { addressOf, planningOf } from './present.ts';
import { workTable } from './schema.ts';
import { texts } from './texts.ts';
import { type Candidates, type Kind, kinds, type Task } from './work.ts';

interface MyWorkProps {
  /** The tasks that the filters leave. */
  readonly tasks: readonly Task[];
  readonly candidates: Candidates;
  readonly state: TableState;
  /** Whether the reader may save a view. */
  readonly mayKeep: boolean;
}

/** The tasks of the reader, over all committees (spec my-work#tasks). */
export const myWorkPage = ({ tasks, candidates, state, mayKeep }: MyWorkProps): VNode => {
  const { committees } = candidates;
  const saved = savedViewsFrom(candidates.views);
  return (
    <Page
      title={texts.title}
      lead={isNarrowed(state) ? texts.leadNarrowed : texts.lead(tasks.length)}
      action={<SavedViewMenu table={workTable} state={state} saved={saved} />}
    >
      {committees.length === 0 ? (
        <EmptyState icon="charter" title={texts.noPosition}>
          {texts.noPositionAdvice}
        </EmptyState>
      ) : (
        <>
          <ListNews of={workTable.path} />
          <div id="work" class="region" data-region={tableHref(workTable, state)}>
            <TableViews
              views={viewsOf(workTable, state, [{ label: texts.everything }], saved)}
              save={mayKeep ? `${workTable.path}/views` : undefined}
              address={tableHref(workTable, state)}
            />
            <TableBar
              noun={texts.noun}
              definition={workTable}
              state={state}
              id="work"
              search={texts.search}
              filters={<Filters committees={committees} state={state} />}
            />
            <Tasks tasks={tasks} candidates={candidates} state={state} />
          </div>
        </>
      )}
    </Page>
  );
};

const Filters = ({
  committees,
  state: { extras },
}: Pick<Candidates, 'committees'> & Pick<MyWorkProps, 'state'>) => (
  <>
    {committees.length > 1 && (
      <FilterSelect
        name="tor"
        label={texts.filter.committee}
        all={texts.filter.anyCommittee}
        value={extras['tor']}
        options={committees.map(({ id, label }) => [id, label])}
      />
    )}
    <FilterSelect
      name="kind"
      label={texts.filter.kind}
      all={texts.filter.anyKind}
      value={extras['kind']}
      options={kinds.map((kind) => [kind, texts.kinds[kind]])}
    />
  </>
);

const Tasks = ({ tasks, candidates, state }: Omit<MyWorkProps, 'mayKeep'>) => {
  if (tasks.length > 0)
    return (
      <div class="gap-t">
        {kinds.map((kind) => (
          <KindSection
            key={kind}
            kind={kind}
            of={tasks.filter((task) => task.kind === kind)}
            candidates={candidates}
            back={tableHref(workTable, state)}
          />
        ))}
        <ListKeys />
      </div>
    );
  if (isNarrowed(state)) return <NoMatch noun={texts.noun} clear={workTable.path} />;
  return (
    <EmptyState icon="check" title={texts.none}>
      {texts.noneAdvice}
    </EmptyState>
  );
};

interface SectionProps {
  readonly kind: Kind;
  readonly of: readonly Task[];
  readonly candidates: Candidates;
  readonly back: string;
}

const KindSection = ({ kind, of, candidates, back }: SectionProps) => {
  if (of.length === 0) return null;
  const hasDates = of.some(({ due }) => due !== undefined);
  return (
    <Section id={`work-${kind}`} title={texts.kinds[kind]} count={number(of.length)}>
      <div data-list-keys="">
        <SimpleTable
          caption={texts.kinds[kind]}
          of={of}
          rowKey={({ id }) => id}
          columns={[
            {
              label: texts.columns.item,
              header: true,
              cell: (task) => (
                <a class="plain" href={addressOf(task)}>
                  {shortened(task.label, 100)}
                </a>
              ),
            },
            { label: texts.columns.committee, cell: ({ committee }) => committee.label },
            {
              label: texts.columns.status,
              cell: (task) => <Status of={task} candidates={candidates} />,
            },
            ...(hasDates
              ? [
                  {
                    label: texts.columns.due,
                    cell: (task: Task) => <Due of={task} today={candidates.today} />,
                  },
                ]
              : []),
            {
              label: texts.columns.since,
              minor: hasDates,
              cell: ({ since }) => <Time at={new Date(since)} style="relative" />,
            },
            {
              label: texts.columns.actions,
              actions: true,
              cell: (task) => <Steps of={task} back={back} />,
            },
          ]}
        />
      </div>
    </Section>
  );
};

const Due = ({ of: { due }, today }: { of: Task; today: string }) => {
  if (due === undefined) return <>{texts.noDue}</>;
  const date = <span class="nowrap">{dayInWords(due)}</span>;
  return due < today ? (
    <State is="warning">
      {texts.overdue}, {date}
    </State>
  ) : (
    date
  );
};

const Status = ({ of, candidates }: { of: Task; candidates: Candidates }) => {
  const { kind, properties } = of;
  const { status } = properties;
  if (kind === 'meetings' || kind === 'suggestions' || kind === 'proposals')
    return <StatusMark definition={candidates.definitions[kind]} status={status} />;
  return <span class="nowrap">{texts.statuses[status ?? 'open'] ?? status}</span>;
};

/** Where the next step is taken. */
function stepAddress(task: Task): string {
  if (task.step === 'schedule') return planningOf(task);
  return task.step === 'opinion' ? `${addressOf(task)}/input` : addressOf(task);
}

const Steps = ({ of: task, back }: { of: Task; back: string }) => {
  const { id, kind, committee, moves, step } = task;
  const path = { tor: committee.id, item: id };
  const requests = {
    suggestions: suggestionMoveRequest(path),
    proposals: proposalMoveRequest(path),
  };
  if (step === 'queue')
    return (
      <PostButton
        to={`/tor/${committee.id}/proposals/${id}/ready-for-agenda`}
        fields={{ back }}
        small
      >
        {texts.steps.queue}
      </PostButton>
    );
  if (step !== undefined)
    return (
      <LinkButton to={stepAddress(task)} small>
        {texts.steps[step]}
      </LinkButton>
    );
  const request =
    (kind === 'suggestions' || kind === 'proposals' ? requests[kind] : undefined) ??
    ((move) =>
      ({
        to: `/tor/${committee.id}/meetings/${id}/transition`,
        fields: { new_status: move.to },
      }) satisfies MoveRequest);
  return (
    <Moves
      of={moves}
      could={{}}
      small
      onlyAllowed
      outcomeField="rejection_reason"
      request={(move) => ({ ...request(move), fields: { ...request(move).fields, back } })}
    />
  );
};
