import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { State, Tags } from '../ui/word.tsx';
import { number } from '../ui/words.ts';
import type { Definition, Status, Transition } from '../workflow/index.ts';
import type { Built } from './built.ts';
import { kindOf } from './graph-view.tsx';
import { texts } from './texts.ts';

const pathOf = (scope: string): string => `/workflow/builder/${scope}`;

const KindMark = ({ status }: { status: Status }) => {
  const kind = kindOf(status);
  const word = texts.kinds[kind];
  if (kind === 'initial')
    return (
      <State is="waiting" tone="good">
        {word}
      </State>
    );
  return kind === 'terminal' ? (
    <State is="ended">{word}</State>
  ) : (
    <State is="working">{word}</State>
  );
};

const RowButtons = ({ at, of }: { at: string; of: { editShort: string; removeShort: string } }) => (
  <span class="btns">
    <LinkButton to={`${at}/edit`} kind="quiet" small dialog>
      {of.editShort}
    </LinkButton>
    <LinkButton to={`${at}/delete`} kind="quiet" small dialog>
      {of.removeShort}
    </LinkButton>
  </span>
);

export const StatusTable = ({ built: { definition, items } }: { built: Built }) => {
  const own = texts.statuses;
  const { scope, statuses } = definition;
  if (statuses.length === 0)
    return (
      <EmptyState icon="states" title={own.empty}>
        {own.emptyAdvice}
      </EmptyState>
    );
  return (
    <SimpleTable
      caption={own.title}
      of={statuses}
      rowKey={({ id }) => id}
      columns={[
        { label: own.label, header: true, cell: ({ label }) => label },
        { label: own.code, cell: ({ code }) => <code>{code}</code> },
        { label: own.order, number: true, cell: ({ order }) => number(order) },
        { label: own.marks, cell: (status) => <KindMark status={status} /> },
        { label: own.items, number: true, cell: ({ code }) => number(items.get(code) ?? 0) },
        {
          label: own.editShort,
          actions: true,
          cell: ({ id }) => <RowButtons at={`${pathOf(scope)}/statuses/${id}`} of={own} />,
        },
      ]}
    />
  );
};

export const TransitionTable = ({ definition }: { definition: Definition }) => {
  const own = texts.transitions;
  const { scope, statuses, transitions } = definition;
  const labelOf = (code: string) => statuses.find((one) => one.code === code)?.label ?? code;
  if (transitions.length === 0)
    return (
      <EmptyState icon="workflow" title={own.empty}>
        {own.emptyAdvice}
      </EmptyState>
    );
  return (
    <SimpleTable
      caption={own.title}
      of={transitions}
      rowKey={({ id }) => id}
      columns={[
        { label: own.label, header: true, cell: ({ label }) => label },
        { label: own.from, cell: ({ from }) => labelOf(from) },
        { label: own.to, cell: ({ to }) => labelOf(to) },
        {
          label: own.permission,
          cell: ({ permission }) =>
            permission === null ? <span class="muted">–</span> : <code>{permission}</code>,
        },
        { label: own.rules, cell: (transition) => <Rules of={transition} /> },
        {
          label: own.editShort,
          actions: true,
          cell: ({ id }) => <RowButtons at={`${pathOf(scope)}/transitions/${id}`} of={own} />,
        },
      ]}
    />
  );
};

const Rules = ({ of: { capability, condition, needsOutcome } }: { of: Transition }) => {
  const rules = [
    ...(needsOutcome ? [texts.transitions.outcome] : []),
    ...(capability === null ? [] : [capability]),
    ...(condition === null ? [] : [condition]),
  ];
  return <Tags of={rules} none="–" />;
};
