import type { OpenItem } from '../action-items/index.ts';
import type { Committee } from '../authority/index.ts';
import type { Paper } from '../documents/index.ts';
import { agendaPlan, type Meeting, whenAndWhere } from '../meetings/index.ts';
import { keyOf, type Option } from '../options/index.ts';
import type { PackContent, PackOption, PackPoint } from './pack.ts';

/** An agenda point as it is stored. */
export interface StoredPoint {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly preRead: string;
  readonly options: readonly Option[];
}

export interface PackFacts {
  readonly committee: Pick<Committee, 'label' | 'properties'>;
  readonly meeting: Pick<
    Meeting,
    'label' | 'date' | 'properties' | 'chair' | 'secretary' | 'entries'
  >;
  readonly points: readonly StoredPoint[];
  readonly actions: readonly OpenItem[];
  readonly papers: readonly Paper[];
  readonly now: Date;
}

/**
 * What a pack of a meeting says now (spec meeting-pack#content). The same facts give the same
 * content, so a pack that says nothing new can be found.
 */
export function contentOf(facts: PackFacts): PackContent {
  const { committee, meeting, points, actions, papers, now } = facts;
  const { time, end, place } = whenAndWhere(committee, meeting);
  const { entries } = agendaPlan(committee, meeting, now);
  const stored = new Map(points.map((point) => [point.id, point]));
  return {
    format: 'ahlt-meeting-pack/1',
    ...{ committee: committee.label, meeting: meeting.label, date: meeting.date },
    ...{ begins: time, ends: end, place, number: meeting.properties['meeting_number'] ?? '' },
    chair: meeting.chair?.label ?? '',
    secretary: meeting.secretary?.label ?? '',
    classification:
      meeting.properties['classification'] || (committee.properties['classification'] ?? ''),
    agenda: entries.map(({ number, kind, title, begins, minutes, presenter, itemType }) => ({
      ...{ number, kind, title, begins, minutes },
      ...{ presenter: presenter ?? '', isDecision: itemType === 'decision' },
    })),
    points: entries.flatMap(({ id, number, presenter, minutes, itemType }): PackPoint[] => {
      const point = stored.get(id);
      if (point === undefined || number === null) return [];
      return [
        {
          ...{ number, title: point.title, text: point.text, presenter: presenter ?? '', minutes },
          ...{ isDecision: itemType === 'decision', preRead: point.preRead },
          options: point.options.map(optionOf),
        },
      ];
    }),
    actions: actions.map(({ description, owner, due }) => ({ description, owner, due })),
    papers,
  };
}

const optionOf = ({ title, description, sections }: Option, place: number): PackOption => ({
  ...{ key: keyOf(place), title, text: description },
  sections: sections.map((section) => ({
    ...{ title: section.title, text: section.content },
    parts: section.parts.map((part) => ({ title: part.title, text: part.content })),
  })),
});
