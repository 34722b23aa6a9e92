import type { Texts } from '../../ui/texts.ts';
import { counted } from '../../ui/words.ts';

export const texts = {
  title: 'Which committees feed nobody?',
  about: 'Committees that pass nothing on, and those without any dependency.',
  summary: (ends: number, isolated: number, all: number) =>
    `Of ${counted(all, 'committee')}, ${ends} ${ends === 1 ? 'passes' : 'pass'} nothing on and ${isolated} ${isolated === 1 ? 'is' : 'are'} isolated.`,
  picture: (committees: number) => counted(committees, 'committee'),
  table: {
    title: 'Committees',
    empty: 'Every committee passes something on.',
    committee: 'Committee',
    organization: 'Organization',
    incoming: 'Fed by',
    kind: 'Dependencies',
    kinds: { isolated: 'Isolated', end: 'Passes nothing on' },
  },
} as const satisfies Texts;
