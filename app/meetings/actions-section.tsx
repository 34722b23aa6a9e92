import type { OpenItem } from '../action-items/index.ts';
import type { Committee } from '../authority/index.ts';
import { dayInWords } from '../ui/moments.ts';
import { Section } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { SimpleTable } from '../ui/simple-table.tsx';
import { State } from '../ui/word.tsx';
import type { Meeting } from './meeting.ts';
import { texts } from './texts.ts';

const words = texts.actions;

interface ActionsSectionProps {
  readonly committee: Committee;
  readonly meeting: Pick<Meeting, 'label' | 'actions' | 'today'>;
  /** Whether the reader may open minutes. */
  readonly seesMinutes: boolean;
}

/** Open action items of earlier meetings (spec meetings#action-items). */
export const ActionsSection = ({ committee, meeting, seesMinutes }: ActionsSectionProps) => {
  const { actions, today, label } = meeting;
  const shell = useShell();
  if (actions.length === 0) return null;
  const list = `/tor/${committee.id}/action-items`;
  return (
    <Section
      id="actions"
      title={words.title}
      count={actions.length}
      end={shell.opens(list, committee) ? <a href={list}>{words.all}</a> : undefined}
    >
      <SimpleTable
        caption={words.caption(label)}
        of={actions}
        rowKey={({ id }) => id}
        columns={[
          {
            label: words.columns.description,
            header: true,
            cell: ({ description, source }) => (
              <>
                {description}
                {source !== null && (
                  <span class="sub">
                    <Source of={source} committee={committee} seesMinutes={seesMinutes} />
                  </span>
                )}
              </>
            ),
          },
          { label: words.columns.owner, cell: ({ owner }) => owner || words.nobody },
          {
            label: words.columns.due,
            cell: ({ due }) =>
              due === '' ? words.noDue : <span class="nowrap">{dayInWords(due)}</span>,
          },
          { label: words.columns.status, cell: (item) => <StateOf of={item} today={today} /> },
        ]}
      />
    </Section>
  );
};

interface SourceProps extends Pick<ActionsSectionProps, 'committee' | 'seesMinutes'> {
  readonly of: NonNullable<OpenItem['source']>;
}

/** The decision, meeting or minutes that an item comes from; a link for those who may open it. */
const Source = ({ of: { id, type, label }, committee, seesMinutes }: SourceProps) => {
  const { opens } = useShell();
  const pages: Readonly<Record<string, string>> = {
    decision: `/decisions/${id}`,
    meeting: `/tor/${committee.id}/meetings/${id}`,
    minutes: `/minutes/${id}`,
  };
  const to = pages[type];
  const isOpen = to !== undefined && (type === 'minutes' ? seesMinutes : opens(to, committee));
  return isOpen ? <a href={to}>{words.from(label)}</a> : <span>{words.from(label)}</span>;
};

const StateOf = ({ of: { status, due }, today }: { of: OpenItem; today: string }) => {
  const state = words.states[status];
  if (due !== '' && due < today) return <State is="warning">{words.overdue(state)}</State>;
  return status === 'in_progress' ? (
    <State is="working" tone="going">
      {state}
    </State>
  ) : (
    <State is="waiting">{state}</State>
  );
};
