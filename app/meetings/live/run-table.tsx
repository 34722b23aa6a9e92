import type { Committee } from '../../authority/index.ts';
import { PostButton } from '../../ui/post-button.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { State } from '../../ui/word.tsx';
import { StatusMark } from '../../workflow/index.ts';
import type { AgendaPlan, Planned } from '../agenda/rules.ts';
import type { Meeting } from '../meeting.ts';
import { texts } from '../texts.ts';
import { Timer } from './timer.tsx';

const words = texts.agenda;

interface RunTableProps {
  readonly committee: Committee;
  readonly meeting: Pick<Meeting, 'label' | 'itemStatuses'>;
  readonly plan: AgendaPlan;
  /** Address of the live view. */
  readonly address: string;
  readonly canRun: boolean;
}

/** The agenda of a running meeting: time against plan, and a button to open each item. */
export const RunTable = ({ meeting, plan, address, canRun }: RunTableProps) => (
  <div class="agenda">
    <SimpleTable
      caption={words.caption(meeting.label)}
      of={plan.entries}
      rowKey={({ id }) => id}
      isCurrent={({ id }) => id === plan.current?.id}
      columns={[
        { label: words.columns.number, minor: true, cell: ({ number }) => number ?? '' },
        {
          label: words.columns.item,
          header: true,
          cell: ({ kind, title }) => (kind === 'section' ? <strong>{title}</strong> : title),
        },
        { label: words.columns.presenter, minor: true, cell: ({ presenter }) => presenter ?? '' },
        {
          label: words.columns.minutes,
          number: true,
          cell: ({ minutes }) => (minutes === null ? words.unused : words.unit(minutes)),
        },
        {
          label: words.columns.used,
          number: true,
          cell: (entry) =>
            entry.usedNow === 0 && entry.runningSince === null ? (
              words.unused
            ) : (
              <Timer of={entry} />
            ),
        },
        {
          label: words.columns.status,
          cell: (entry) => <ItemState of={entry} definition={meeting.itemStatuses} />,
        },
        ...(canRun
          ? [
              {
                label: words.columns.actions,
                actions: true,
                cell: (entry: Planned) => <Open of={entry} address={address} />,
              },
            ]
          : []),
      ]}
    />
  </div>
);

const ItemState = ({
  of: { kind, status, runningSince },
  definition,
}: {
  of: Planned;
  definition: Meeting['itemStatuses'];
}) => {
  if (runningSince !== null)
    return (
      <State is="working" tone="going">
        {words.running}
      </State>
    );
  if (kind !== 'point' || status === null) return null;
  return <StatusMark definition={definition} status={status} />;
};

const closed: readonly (string | null)[] = ['voted', 'completed'];

const Open = ({ of: { id, kind, title, status, runningSince }, address }: OpenProps) =>
  kind === 'section' || runningSince !== null || closed.includes(status) ? null : (
    <PostButton to={`${address}/items/${id}/start`} small>
      {texts.live.open}
      <span class="vh"> {title}</span>
    </PostButton>
  );

interface OpenProps {
  readonly of: Planned;
  readonly address: string;
}
