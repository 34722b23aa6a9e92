import { dateInWords } from '../../calendar/index.ts';
import { type Affected, by, type Reached, type Vacancy } from '../../relation-reads/index.ts';
import { Time } from '../../ui/time.tsx';
import { Bad, State } from '../../ui/word.tsx';
import { type AnswerTable, committeeColumn, idColumn, tableOf } from '../answer-table.tsx';
import { capabilityInWords } from '../capability-words.ts';
import { ItemLink } from '../item-link.tsx';
import type { CapabilityLoss, LeaderlessMeeting, Leaver, StuckItem } from './rules.ts';
import { texts } from './texts.ts';

export const capabilityTable = (rows: readonly CapabilityLoss[]): AnswerTable => {
  const words = texts.capabilities;
  return tableOf<CapabilityLoss>({
    ...{ id: 'capabilities', title: words.title, rows, empty: words.empty },
    columns: [
      {
        ...{ key: 'capability', label: words.capability, header: true },
        value: ({ capability }) => capability,
        cell: ({ capability }) => capabilityInWords(capability),
      },
      {
        ...{ key: 'others', label: words.others },
        value: ({ others }) => others,
        cell: ({ others }) =>
          others.length > 0 ? (
            others.join(', ')
          ) : (
            <State is="bad" tone="bad">
              {words.nobody}
            </State>
          ),
      },
    ],
  });
};

export const peopleTable = (rows: readonly Leaver[]): AnswerTable => {
  const words = texts.people;
  return tableOf<Leaver>({
    ...{ id: 'people', title: words.title, rows, empty: words.empty },
    columns: [
      { key: 'person', label: words.person, header: true, value: ({ user }) => user },
      { key: 'position', label: words.position, value: ({ position }) => position },
      {
        ...{ key: 'elsewhere', label: words.elsewhere },
        value: ({ elsewhere }) =>
          elsewhere.map(({ position, committee }) => texts.of(position, committee)),
        cell: ({ elsewhere }) =>
          elsewhere.length === 0 ? (
            <span class="muted">{words.none}</span>
          ) : (
            elsewhere.map(({ position, committee }) => texts.of(position, committee)).join(', ')
          ),
      },
    ],
  });
};

export const itemTable = (rows: readonly StuckItem[]): AnswerTable => {
  const words = texts.items;
  return tableOf<StuckItem>({
    ...{ id: 'items', title: words.title, rows, empty: words.empty },
    columns: [
      {
        ...{ key: 'item', label: words.item, header: true },
        value: ({ item }) => item.label,
        cell: ({ item }) => <ItemLink of={item} />,
      },
      idColumn('item_id', ({ item }) => item.id),
      { key: 'step', label: words.step, value: ({ item }) => item.step },
      {
        ...{ key: 'since', label: words.since },
        value: ({ item }) => new Date(item.since),
        cell: ({ item }) => <Time at={new Date(item.since)} />,
      },
      {
        ...{ key: 'needs', label: words.needs },
        value: ({ needs }) => needs,
        cell: ({ needs }) => needs.map(capabilityInWords).join(', '),
      },
    ],
  });
};

export const meetingTable = (
  committeeId: string,
  rows: readonly LeaderlessMeeting[],
): AnswerTable => {
  const words = texts.meetings;
  const leader = (name: string | undefined, isLacking: boolean): string =>
    name === undefined ? words.open : isLacking ? words.leaves(name) : name;
  return tableOf<LeaderlessMeeting>({
    ...{ id: 'meetings', title: words.title, rows, empty: words.empty },
    columns: [
      {
        ...{ key: 'meeting', label: words.meeting, header: true },
        value: ({ meeting }) => meeting.label,
        cell: ({ meeting }) => (
          <a href={`/tor/${committeeId}/meetings/${meeting.id}`}>{meeting.label}</a>
        ),
      },
      {
        ...{ key: 'date', label: words.date },
        value: ({ meeting }) => meeting.date,
        cell: ({ meeting }) => dateInWords(meeting.date, 'date'),
      },
      {
        ...{ key: 'chair', label: words.chair },
        value: ({ meeting, lacksChair }) => leader(meeting.chair?.label, lacksChair),
      },
      {
        ...{ key: 'secretary', label: words.secretary },
        value: ({ meeting, lacksSecretary }) => leader(meeting.secretary?.label, lacksSecretary),
      },
    ],
  });
};

export const downstreamTable = (rows: readonly Reached[]): AnswerTable => {
  const words = texts.downstream;
  return tableOf<Reached>({
    ...{ id: 'downstream', title: words.title, rows, empty: words.empty },
    columns: [
      { ...committeeColumn(words.committee, (row) => row), header: true },
      idColumn('committee_id', ({ id }) => id),
      { key: 'steps', label: words.steps, number: true, value: ({ steps }) => steps },
      {
        ...{ key: 'is_blocking', label: words.blocking },
        value: ({ isBlocking }) => isBlocking,
        cell: ({ isBlocking }) => <Bad is={isBlocking} word={words.waits} otherwise={words.no} />,
      },
    ],
  });
};

export const affectedTable = (rows: readonly Affected[]): AnswerTable => {
  const words = texts.affected;
  return tableOf<Affected>({
    ...{ id: 'affected', title: words.title, empty: words.empty },
    rows: rows.toSorted(by(({ user }) => user.toLowerCase())),
    columns: [
      { key: 'person', label: words.person, header: true, value: ({ user }) => user },
      idColumn('person_id', ({ userId }) => userId),
    ],
  });
};

export const vacantTable = (rows: readonly Vacancy[]): AnswerTable => {
  const words = texts.vacant;
  return tableOf<Vacancy>({
    ...{ id: 'vacant', title: words.title, rows, empty: words.empty },
    columns: [
      {
        ...{ key: 'position', label: words.position, header: true },
        value: ({ position }) => position,
        cell: ({ position, positionId }) => (
          <a href={`/governance/questions/vacancy?position=${positionId}`}>{position}</a>
        ),
      },
      idColumn('position_id', ({ positionId }) => positionId),
      committeeColumn(words.committee, ({ committeeId: id, committee: label }) => ({ id, label })),
    ],
  });
};
