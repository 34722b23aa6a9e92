import type { Texts } from '../../ui/texts.ts';
import { counted } from '../../ui/words.ts';

export const texts = {
  title: 'Who decides what?',
  about: 'Which people have which capabilities in each committee, on any day.',
  fields: {
    day: 'Day',
    words: 'Committee contains',
  },
  cut: (shown: number, all: number) =>
    `The first ${counted(shown, 'committee')} of ${all} are shown. Narrow them by name.`,
  matrix: { title: 'Capabilities', empty: 'No committee matches.', committee: 'Committee' },
  nobody: 'Nobody',
  terms: {
    title: 'Terms of office',
    empty: 'Nobody fills a position on this day.',
    person: 'Person',
    position: 'Position',
    committee: 'Committee',
    since: 'Since',
    until: 'Until',
    capacity: 'Capacity',
    open: 'Open',
    inactive: (name: string) => `${name} (deactivated)`,
  },
} as const satisfies Texts;
