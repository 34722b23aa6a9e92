import type { Committee } from '../../authority/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { MoveButtons } from '../../ui/move.tsx';
import { useShell } from '../../ui/shell-context.ts';
import { type SimpleColumn, SimpleTable } from '../../ui/simple-table.tsx';
import { StatusMark } from '../../workflow/index.ts';
import type { Meeting } from '../meeting.ts';
import { texts } from '../texts.ts';
import type { AgendaPlan, Planned } from './rules.ts';
import type { Focus } from './section.tsx';

const words = texts.agenda;

interface AgendaTableProps {
  readonly committee: Committee;
  readonly meeting: Pick<Meeting, 'label' | 'itemStatuses'>;
  readonly plan: AgendaPlan;
  /** Address of the agenda's forms. */
  readonly address: string;
  readonly canChange: boolean;
  readonly focus: Focus;
}

/** The entries of an agenda with their times; inside a form if it can be changed. */
export const AgendaTable = (props: AgendaTableProps) => {
  const { meeting, plan, canChange } = props;
  return (
    <div class="agenda">
      <SimpleTable
        caption={words.caption(meeting.label)}
        of={plan.entries}
        rowKey={({ id }) => id}
        isCurrent={({ id }) => id === plan.current?.id}
        {...(canChange
          ? { place: (entry: Planned) => ({ place: plan.entries.indexOf(entry) + 1 }) }
          : {})}
        columns={columnsOf(props)}
      />
    </div>
  );
};

function columnsOf(props: AgendaTableProps): readonly SimpleColumn<Planned>[] {
  const { committee, meeting, plan, canChange } = props;
  const wasUsed = plan.entries.some(({ usedNow }) => usedNow > 0);
  // Buttons take the room of the column: names are below titles then.
  const hasPresenters = !canChange && plan.entries.some(({ presenter }) => presenter !== null);
  return [
    { label: words.columns.number, minor: true, cell: (entry) => entry.number ?? '' },
    {
      label: words.columns.begins,
      minor: true,
      cell: (entry) => <span class="nowrap">{entry.begins}</span>,
    },
    {
      label: words.columns.item,
      header: true,
      cell: (entry) => <Title of={entry} committee={committee} withPresenter={canChange} />,
    },
    ...(hasPresenters
      ? [{ label: words.columns.presenter, cell: (entry: Planned) => entry.presenter ?? '' }]
      : []),
    {
      label: words.columns.minutes,
      number: true,
      cell: ({ minutes }) => (minutes === null ? words.unused : words.unit(minutes)),
    },
    ...(wasUsed
      ? [{ label: words.columns.used, number: true, cell: (entry: Planned) => <Used of={entry} /> }]
      : []),
    {
      label: words.columns.status,
      cell: ({ status }) =>
        status === null ? '' : <StatusMark definition={meeting.itemStatuses} status={status} />,
    },
    ...(canChange
      ? [
          {
            label: words.columns.actions,
            actions: true,
            cell: (entry: Planned) => <Actions {...props} entry={entry} />,
          },
        ]
      : []),
  ];
}

/** A point leads to its page; sections and breaks have none. */
const Title = ({ of, committee, withPresenter }: TitleProps) => {
  const { id, kind, title, itemType, presenter } = of;
  const { opens } = useShell();
  const to = `/tor/${committee.id}/workflow/agenda/${id}`;
  const below = [
    itemType === 'decision' ? words.decision : '',
    withPresenter ? (presenter ?? '') : '',
  ].filter((part) => part !== '');
  if (kind === 'section') return <strong>{title}</strong>;
  if (kind === 'break') return <span class="muted">{title}</span>;
  return (
    <>
      {opens(to, committee) ? (
        <a class="plain" href={to}>
          {title}
        </a>
      ) : (
        title
      )}
      {below.length > 0 && <span class="sub muted">{below.join(', ')}</span>}
    </>
  );
};

interface TitleProps {
  readonly of: Planned;
  readonly committee: Committee;
  readonly withPresenter: boolean;
}

/** Minutes that an entry took, in red beyond the plan. */
const Used = ({ of: { usedNow, over } }: { of: Planned }) => {
  if (usedNow === 0) return <span>{words.unused}</span>;
  const minutes = Math.round(usedNow / 60);
  const late = Math.round(over / 60);
  return late === 0 ? (
    <span>{minutes}</span>
  ) : (
    <span class="over">
      {minutes} <span class="nowrap">{words.over(late)}</span>
    </span>
  );
};

const Actions = ({
  entry: { id, kind, title },
  plan: { entries },
  address,
  focus,
}: AgendaTableProps & { readonly entry: Planned }) => {
  const isAtEnd = (by: 'up' | 'down') => (by === 'up' ? entries[0] : entries.at(-1))?.id === id;
  const remove = {
    label: words.remove(title),
    to: kind === 'point' ? `${address}/remove` : `${address}/entries/${id}/remove`,
  };
  return (
    <span class="acts">
      <MoveButtons
        to={`${address}/${id}/move`}
        label={title}
        isAtEnd={isAtEnd}
        moved={focus.moved === id ? focus.by : undefined}
      />
      <button
        class="btn quiet sq sm"
        type="submit"
        name="agenda_point_id"
        value={id}
        formaction={remove.to}
        aria-label={remove.label}
      >
        <Icon name="close" small />
      </button>
    </span>
  );
};
