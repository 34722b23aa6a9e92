import { LinkButton } from '../ui/button.tsx';
import { RowMenu } from '../ui/dropdown.tsx';
import { type Direction, MoveButtons } from '../ui/move.tsx';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import { Tags } from '../ui/word.tsx';
import { Holders } from './holders.tsx';
import type { Holder, Position } from './position.ts';
import { takesSeat } from './rules.ts';
import { texts } from './texts.ts';

/** The committee of a table, and what its reader may do there. */
export interface PositionsReader {
  readonly committee: { readonly id: string; readonly label: string };
  /** Whether the reader may assign and vacate positions. */
  readonly canManage: boolean;
  /** Whether the reader may create, change, move and delete them. */
  readonly canEdit: boolean;
  /** The page that actions return to. @default the committee's */
  readonly back?: string;
}

interface PositionsTableProps extends PositionsReader {
  readonly rows: readonly Position[];
  /** Shows buttons to move a position; the table is then inside a form. */
  readonly order?: PositionOrder;
}

/** The data that the buttons of an ordered table need. */
interface PositionOrder {
  /** Number of positions before the first one shown. */
  readonly before: number;
  /** Whether a position has no place above, or below. */
  readonly isAtEnd: (position: Position, direction: Direction) => boolean;
  /** The position that was moved, whose button has the focus again. */
  readonly moved?: { readonly id: string; readonly by: Direction } | undefined;
}

export const PositionsTable = ({ rows, order, ...reader }: PositionsTableProps) => (
  <SimpleTable
    caption={texts.caption(reader.committee.label)}
    of={rows}
    rowKey={({ id }) => id}
    columns={columnsOf(reader, order)}
    place={
      order &&
      ((position) => ({
        place: order.before + rows.indexOf(position) + 1,
        part: position.isMandatory ? 'mandatory' : 'optional',
      }))
    }
  />
);

const columnsOf = (
  reader: PositionsReader,
  order: PositionOrder | undefined,
): readonly SimpleColumn<Position>[] => [
  {
    label: texts.columns.position,
    header: true,
    cell: ({ label, description, category }) => (
      <>
        {label}
        {category !== '' && <span class="sub muted">{category}</span>}
        {description !== '' && <span class="sub muted">{description}</span>}
      </>
    ),
  },
  { label: texts.columns.holder, cell: (position) => <Holders of={position} /> },
  {
    label: texts.columns.membership,
    cell: ({ isMandatory }) => texts.membership[isMandatory ? 'mandatory' : 'optional'],
  },
  {
    label: texts.columns.capabilities,
    minor: true,
    cell: ({ capabilities }) => (
      <Tags
        of={capabilities.map((capability) => texts.capability[capability])}
        none={texts.noCapabilities}
      />
    ),
  },
  {
    label: texts.columns.actions,
    actions: true,
    cell: (position) => <Actions reader={reader} position={position} order={order} />,
  },
];

interface ActionsProps {
  readonly reader: PositionsReader;
  readonly position: Position;
  readonly order: PositionOrder | undefined;
}

const Actions = ({ reader, position, order }: ActionsProps) => {
  const { committee, canManage, canEdit, back } = reader;
  const path = `/tor/${committee.id}/functions/${position.id}`;
  const query = back === undefined ? '' : `?back=${encodeURIComponent(back)}`;
  const hasRoom = position.holders.filter(takesSeat).length < position.seats;
  const terms = canManage ? [...position.holders, ...position.planned] : [];
  return (
    <span class="acts">
      {canManage && hasRoom && (
        <LinkButton to={`${path}/assign${query}`} small dialog>
          {texts.actions.assign}
          <span class="vh"> {position.label}</span>
        </LinkButton>
      )}
      {order !== undefined && (
        <MoveButtons
          to={`${path}/move`}
          label={position.label}
          isAtEnd={(direction) => order.isAtEnd(position, direction)}
          moved={order.moved?.id === position.id ? order.moved.by : undefined}
        />
      )}
      <RowMenu
        label={texts.actions.more(position.label)}
        actions={[
          canManage
            ? [
                { label: texts.actions.assignMore, to: `${path}/assign${query}`, asks: true },
                ...terms.map((term) => vacateAction(path, term, back, position)),
              ]
            : [],
          [
            ...(canEdit
              ? [{ label: texts.actions.edit, icon: 'edit' as const, to: `${path}/edit${query}` }]
              : []),
            { label: texts.actions.history, icon: 'clock', to: `${path}/history` },
          ],
          canEdit
            ? [
                {
                  label: texts.actions.remove,
                  icon: 'trash',
                  to: `${path}/delete${query}`,
                  asks: true,
                  danger: true,
                },
              ]
            : [],
        ]}
      />
    </span>
  );
};

const vacateAction = (
  path: string,
  { userId, user, since }: Holder,
  back: string | undefined,
  { planned }: Position,
) => {
  const query = new URLSearchParams({ user: userId, term: since ?? '' });
  if (back !== undefined) query.set('back', back);
  const isPlanned = planned.some((term) => term.userId === userId && term.since === since);
  return {
    label: isPlanned ? texts.actions.cancel(user) : texts.actions.vacate(user),
    to: `${path}/vacate?${query}`,
    asks: true,
  };
};
