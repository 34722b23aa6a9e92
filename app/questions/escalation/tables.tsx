import type { Capability } from '../../authority/index.ts';
import type { PermissionCode } from '../../ontology/actor.ts';
import type { Seat } from '../../relation-reads/index.ts';
import { State } from '../../ui/word.tsx';
import {
  type AnswerColumn,
  type AnswerTable,
  committeeColumn,
  idColumn,
  tableOf,
} from '../answer-table.tsx';
import { capabilityInWords } from '../capability-words.ts';
import type { Named } from '../named.ts';
import type { WaitingItem } from '../waiting-item.ts';
import { texts } from './texts.ts';

/** A committee on the path with who fills its positions. */
export interface Stage extends Named {
  /** From the committee where it begins. */
  readonly steps: number;
  readonly seats: readonly Seat[];
  /** Permissions by roles, by user. */
  readonly codes: ReadonlyMap<string, readonly string[]>;
}

/** Members with a capability there, or with a permission that members need otherwise. */
const able = (
  { seats, codes }: Stage,
  capability: Capability,
  permission: PermissionCode | undefined,
): readonly string[] => [
  ...new Set(
    seats
      .filter(
        ({ isActive, userId, capabilities }) =>
          isActive &&
          (capabilities.includes(capability) ||
            (permission !== undefined && codes.get(userId)?.includes(permission) === true)),
      )
      .map(({ user }) => user),
  ),
];

const peopleWho = (
  key: Capability,
  label: string,
  permission?: PermissionCode,
): AnswerColumn<Stage> => ({
  ...{ key, label },
  value: (stage) => able(stage, key, permission),
  cell: (stage) => {
    const people = able(stage, key, permission);
    return people.length === 0 ? (
      <State is="bad" tone="bad">
        {texts.path.nobody}
      </State>
    ) : (
      people.join(', ')
    );
  },
});

export const pathTable = (rows: readonly Stage[]): AnswerTable =>
  tableOf<Stage>({
    ...{ id: 'path', title: texts.path.title, rows, empty: texts.path.empty },
    columns: [
      { ...committeeColumn(texts.path.committee, (row) => row), header: true },
      idColumn('committee_id', ({ id }) => id),
      { key: 'steps', label: texts.path.steps, number: true, value: ({ steps }) => steps },
      peopleWho('can_approve_proposals', texts.path.approves, 'proposal.approve'),
      peopleWho('can_record_decisions', texts.path.records, 'agenda.decide'),
      peopleWho('can_call_meetings', texts.path.calls),
    ],
  });

/** Who has a capability that the next steps of an item need, in its committee. */
export const moverTable = (item: WaitingItem, seats: readonly Seat[]): AnswerTable => {
  const words = texts.movers;
  const needed = (seat: Seat): readonly string[] =>
    seat.capabilities.filter((capability) => item.needs.includes(capability));
  return tableOf<Seat>({
    ...{ id: 'movers', title: words.title, empty: words.empty },
    rows: seats.filter(
      (seat) => seat.isActive && seat.committeeId === item.committeeId && needed(seat).length > 0,
    ),
    columns: [
      { key: 'person', label: words.person, header: true, value: ({ user }) => user },
      { key: 'position', label: words.position, value: ({ position }) => position },
      {
        ...{ key: 'capabilities', label: words.needs },
        value: needed,
        cell: (seat) => needed(seat).map(capabilityInWords).join(', '),
      },
    ],
  });
};
