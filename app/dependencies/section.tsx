import { LinkButton } from '../ui/button.tsx';
import { Section } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import { Bad } from '../ui/word.tsx';
import { number } from '../ui/words.ts';
import type { Dependency } from './dependency.ts';
import { texts } from './texts.ts';

interface DependenciesSectionProps {
  /** Id of the committee. */
  readonly committee: string;
  readonly dependencies: readonly Dependency[];
  readonly mayChange: boolean;
}

/** The dependencies of a committee as a part of its overview. */
export const DependenciesSection = (props: DependenciesSectionProps) => {
  const { committee, dependencies, mayChange } = props;
  const { opens } = useShell();
  const question = '/governance/questions/escalation';
  const asks = dependencies.length > 0 && opens(question);
  return (
    <Section
      id="dependencies"
      title={texts.title}
      count={number(dependencies.length)}
      end={
        asks || mayChange ? (
          <>
            {asks && <a href={`${question}?committee=${committee}`}>{texts.path}</a>}
            {mayChange && <a href={`/tor/${committee}/dependencies/new`}>{texts.add}</a>}
          </>
        ) : undefined
      }
    >
      {dependencies.length === 0 ? (
        <p class="muted">{texts.empty}</p>
      ) : (
        <SimpleTable
          caption={texts.title}
          of={dependencies}
          rowKey={({ id }) => id}
          columns={columnsOf(props)}
        />
      )}
    </Section>
  );
};

const columnsOf = ({
  committee,
  mayChange,
}: DependenciesSectionProps): readonly SimpleColumn<Dependency>[] => [
  {
    label: texts.committee,
    header: true,
    cell: ({ other, description }) => (
      <>
        <a href={`/tor/${other.id}`}>{other.label}</a>
        {description !== '' && <span class="sub muted">{description}</span>}
      </>
    ),
  },
  { label: texts.relation, cell: ({ kind, direction }) => texts[direction][kind] },
  { label: texts.outputs, minor: true, cell: ({ outputs }) => outputs },
  {
    label: texts.blocking,
    cell: ({ isBlocking }) => <Bad is={isBlocking} word={texts.blocking} otherwise={texts.no} />,
  },
  ...(mayChange
    ? [
        {
          label: texts.actions,
          actions: true,
          cell: ({ id, other }: Dependency) => (
            <LinkButton
              to={`/tor/${committee}/dependencies/${id}/delete`}
              kind="quiet"
              small
              dialog
              icon="trash"
              label={texts.remove(other.label)}
            />
          ),
        },
      ]
    : []),
];
