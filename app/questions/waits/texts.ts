import type { Texts } from '../../ui/texts.ts';
import { counted } from '../../ui/words.ts';

export const texts = {
  title: 'Where do items wait longest?',
  about: 'How long items stay at each step of a committee: the median, nine of ten, and now.',
  fields: { days: 'History of', unit: 'days' },
  summary: (step: string, committee: string, days: string) =>
    `The oldest item now waits ${days} at “${step}” in ${committee}.`,
  days: (count: number) => counted(count, 'day'),
  table: {
    title: 'Waits',
    empty: 'No item waits or moved in this time.',
    committee: 'Committee',
    kind: 'Kind',
    step: 'Step',
    moved: 'Moved on',
    median: 'Median',
    most: '9 of 10 within',
    waiting: 'Waiting now',
    oldest: 'Oldest now',
    item: 'Oldest item',
    none: 'None',
  },
  kinds: {
    suggestion: 'Suggestion',
    proposal: 'Proposal',
    agenda_point: 'Agenda item',
    meeting: 'Meeting',
  },
  bar: (step: string, committee: string) => `${committee}: ${step}`,
} as const satisfies Texts;
