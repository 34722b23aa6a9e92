import type { Standing } from '../authority/index.ts';
import { dateInWords } from '../calendar/index.ts';
import { shortened } from '../ontology/labels.ts';
import { isDay, moment } from '../ontology/property.ts';
import { isEditable, proposalMoveRequest } from '../proposals/index.ts';
import { suggestionMoveRequest } from '../suggestions/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { Person } from '../ui/person.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { useShell } from '../ui/shell-context.ts';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import { Time } from '../ui/time.tsx';
import { Tag } from '../ui/word.tsx';
import { type Move, type MoveRequest, Moves, StatusMark } from '../workflow/index.ts';
import type { ItemLine, ItemList, Tab } from './item.ts';
import { texts } from './texts.ts';

const { columns } = texts;

/** The rights of the reader to items. */
export interface Powers {
  /** The moves of a row. */
  readonly moves: (list: ItemList, row: ItemLine) => readonly Move[];
  /** The rights of the reader in the committee of a row. */
  readonly standing: (row: ItemLine) => Standing;
}

export interface ItemTableProps extends Powers {
  readonly of: ItemList;
  /** Whether rows name their committee. */
  readonly withCommittee: boolean;
  /** Where forms of rows return to; omitted: to the list of the committee. */
  readonly back?: string | undefined;
}

/** Items of one kind as a table, with the reader's next moves at the end of each row. */
export const ItemTable = (props: ItemTableProps) => {
  const { tab, rows, definition } = props.of;
  return (
    <div data-list-keys="">
      <SimpleTable
        caption={texts.tabs[tab]}
        of={rows}
        rowKey={({ id }) => id}
        columns={[
          titleColumn(tab),
          ...(props.withCommittee ? [committeeColumn(tab)] : []),
          ...middleColumns[tab],
          {
            label: columns.status,
            cell: (row) => (
              <>
                <StatusMark definition={definition} status={row.status ?? undefined} />{' '}
                {tab === 'proposals' && <QueueTag of={row} />}
              </>
            ),
          },
          {
            label: columns.actions,
            actions: true,
            cell: (row) => <RowActions row={row} {...props} />,
          },
        ]}
      />
    </div>
  );
};

const segments = {
  suggestions: 'suggestions',
  proposals: 'proposals',
  agenda_points: 'workflow/agenda',
} as const;

const addressOf = (tab: Tab, { id, committee }: ItemLine): string =>
  `/tor/${committee.id}/${segments[tab]}/${id}`;

const titleColumn = (tab: Tab): SimpleColumn<ItemLine> => ({
  label: columns[tab],
  header: true,
  cell: (row) => {
    const reason = row.properties['rejection_reason'];
    return (
      <>
        <a class="plain" href={addressOf(tab, row)}>
          {shortened(row.title, 100)}
        </a>
        {reason !== undefined && reason !== '' && (
          <span class="sub">{texts.reason(shortened(reason, 160))}</span>
        )}
      </>
    );
  },
});

const committeeColumn = (tab: Tab): SimpleColumn<ItemLine> => ({
  label: columns.committee,
  cell: ({ committee: { id, label } }) => (
    <a class="plain" href={`/tor/${id}/workflow?tab=${tab}`}>
      {label}
    </a>
  ),
});

const byColumn = (label: string): SimpleColumn<ItemLine> => ({
  label,
  minor: true,
  short: columns.byShort,
  cell: ({ by }) => <Person name={by ?? texts.unknownUser} />,
});

/** Dates of items as they are stored. */
const stored = moment();

const dateColumn: SimpleColumn<ItemLine> = {
  label: columns.date,
  cell: ({ at }) => {
    const moment = stored.parse(at) ?? undefined;
    return moment === undefined ? at : <Time at={moment} />;
  },
};

const middleColumns: Readonly<Record<Tab, readonly SimpleColumn<ItemLine>[]>> = {
  suggestions: [byColumn(columns.from), dateColumn],
  proposals: [byColumn(columns.by), dateColumn],
  agenda_points: [
    {
      label: columns.presenter,
      minor: true,
      cell: ({ by }) =>
        by === null || by === '' ? <span class="muted">{texts.nobody}</span> : <Person name={by} />,
    },
    {
      label: columns.meeting,
      cell: ({ at }) =>
        isDay(at) ? <time dateTime={at}>{dateInWords(at, 'shortDate')}</time> : at,
    },
    {
      label: columns.type,
      cell: ({ properties }) =>
        properties['item_type'] === 'decision' ? texts.types.decision : texts.types.informative,
    },
    {
      label: columns.minutes,
      number: true,
      cell: ({ properties }) => properties['time_allocation_minutes'] ?? '',
    },
  ],
};

const QueueTag = ({ of: { status, properties, became } }: { readonly of: ItemLine }) => {
  if (status !== 'approved') return null;
  if (became !== null) return <Tag>{texts.onAgenda}</Tag>;
  return properties['ready_for_agenda'] === 'true' ? <Tag>{texts.queued}</Tag> : null;
};

type RowProps = ItemTableProps & { readonly row: ItemLine };

const RowActions = (props: RowProps) => {
  const { of: list, row, moves, back } = props;
  const path = { tor: row.committee.id, item: row.id };
  const requests = {
    suggestions: suggestionMoveRequest(path),
    proposals: proposalMoveRequest(path),
    agenda_points: undefined,
  };
  const request = requests[list.tab];
  return (
    <div class="btns">
      {list.tab === 'suggestions' && row.became !== null && (
        <a class="small" href={`/tor/${row.committee.id}/proposals/${row.became}`}>
          {texts.proposal}
        </a>
      )}
      {list.tab === 'proposals' && <ProposalActions {...props} />}
      {request !== undefined && (
        <Moves
          of={moves(list, row)}
          could={{}}
          small
          onlyAllowed
          outcomeField="rejection_reason"
          request={(move) => withBack(request(move), back)}
        />
      )}
    </div>
  );
};

const withBack = (request: MoveRequest, back: string | undefined): MoveRequest =>
  back === undefined ? request : { ...request, fields: { ...request.fields, back } };

const ProposalActions = ({ row, back, standing }: RowProps) => {
  const { opens } = useShell();
  const { committee, id, status, became, properties } = row;
  const to = `/tor/${committee.id}/proposals/${id}`;
  const isQueued = properties['ready_for_agenda'] === 'true';
  const mayQueue = opens(`/tor/${committee.id}/workflow/queue`, standing(row));
  return (
    <>
      {isEditable(status ?? undefined) && opens(`${to}/edit`, standing(row)) && (
        <LinkButton to={`${to}/edit`} kind="quiet" small>
          {texts.edit}
        </LinkButton>
      )}
      {status === 'approved' && became === null && mayQueue && (
        <PostButton
          to={`${to}/${isQueued ? 'unqueue' : 'ready-for-agenda'}`}
          fields={back === undefined ? {} : { back }}
          kind={isQueued ? 'quiet' : 'default'}
          small
        >
          {isQueued ? texts.unqueue : texts.addToQueue}
        </PostButton>
      )}
    </>
  );
};
