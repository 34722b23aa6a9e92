import type { VNode } from 'preact';
import { shortened } from '../ontology/labels.ts';
import { proposalMoveRequest } from '../proposals/index.ts';
import { suggestionMoveRequest } from '../suggestions/index.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { HiddenFields } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Time } from '../ui/time.tsx';
import { number } from '../ui/words.ts';
import { ListKeys } from '../work-items/index.ts';
import { type MoveRequest, Moves, StatusMark } from '../workflow/index.ts';
import { texts } from './texts.ts';
import { type Candidates, type Kind, kinds, type Task } from './work.ts';

export interface MyWorkProps {
  readonly tasks: readonly Task[];
  readonly candidates: Candidates;
  /** Id of the committee that is shown alone. */
  readonly committee: string | undefined;
}

/** What waits for the reader, over all committees (spec my-work#tasks). */
export const myWorkPage = ({ tasks, candidates, committee }: MyWorkProps): VNode => {
  const { committees } = candidates;
  const back = committee === undefined ? '/my-work' : `/my-work?tor=${committee}`;
  return (
    <Page title={texts.title} lead={texts.lead(tasks.length)}>
      {committees.length > 1 && <Filter committees={committees} committee={committee} />}
      {committees.length === 0 ? (
        <EmptyState icon="charter" title={texts.noPosition}>
          {texts.noPositionAdvice}
        </EmptyState>
      ) : tasks.length === 0 ? (
        <EmptyState icon="check" title={texts.none}>
          {texts.noneAdvice}
        </EmptyState>
      ) : (
        kinds.map((kind) => (
          <KindSection
            key={kind}
            kind={kind}
            of={tasks.filter((task) => task.kind === kind)}
            candidates={candidates}
            back={back}
          />
        ))
      )}
      {tasks.length > 0 && <ListKeys />}
    </Page>
  );
};

const Filter = ({
  committees,
  committee = '',
}: Pick<Candidates, 'committees'> & { committee: string | undefined }) => (
  <form class="bar" action="/my-work">
    <select class="input sm fit" name="tor" aria-label={texts.filter.committee}>
      <option value="">{texts.filter.all}</option>
      {committees.map(({ id, label }) => (
        <option key={id} value={id} selected={id === committee}>
          {label}
        </option>
      ))}
    </select>
    <Button small type="submit">
      {texts.filter.submit}
    </Button>
  </form>
);

interface SectionProps {
  readonly kind: Kind;
  readonly of: readonly Task[];
  readonly candidates: Candidates;
  readonly back: string;
}

const KindSection = ({ kind, of, candidates, back }: SectionProps) =>
  of.length === 0 ? null : (
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
            {
              label: texts.columns.since,
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

const Status = ({ of, candidates }: { of: Task; candidates: Candidates }) => {
  const { kind, properties } = of;
  const { status } = properties;
  if (kind === 'meetings' || kind === 'suggestions' || kind === 'proposals')
    return <StatusMark definition={candidates.definitions[kind]} status={status} />;
  return <>{texts.statuses[status ?? 'open'] ?? status}</>;
};

/** The page of an item. */
function addressOf({ id, kind, committee }: Task): string {
  const tor = `/tor/${committee.id}`;
  return {
    meetings: `${tor}/meetings/${id}`,
    suggestions: `${tor}/suggestions/${id}`,
    proposals: `${tor}/proposals/${id}`,
    opinions: `${tor}/workflow/agenda/${id}`,
    minutes: `/minutes/${id}`,
    actions: `/action-items/${id}`,
  }[kind];
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
      <form method="post" action={`/tor/${committee.id}/proposals/${id}/ready-for-agenda`}>
        <HiddenFields of={{ back }} />
        <Button type="submit" small>
          {texts.steps.queue}
        </Button>
      </form>
    );
  if (step !== undefined)
    return (
      <LinkButton to={step === 'opinion' ? `${addressOf(task)}/input` : addressOf(task)} small>
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
