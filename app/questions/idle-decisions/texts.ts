import type { Texts } from '../../ui/texts.ts';
import { counted } from '../../ui/words.ts';

export const texts = {
  title: 'Which decisions were never acted on?',
  about: 'Decisions in force whose action items are not done, or that have none.',
  fields: { days: 'Older than', unit: 'days' },
  summary: (none: number, open: number) =>
    `${counted(none, 'decision')} without an action item, ${counted(open, 'decision')} with open ones only.`,
  table: {
    title: 'Decisions',
    empty: 'Every decision of this age has an action item that is done.',
    decision: 'Decision',
    number: 'Number',
    committee: 'Committee',
    date: 'Decided',
    actions: 'Action items',
    none: 'None',
    open: (count: number) => `${count} open`,
  },
} as const satisfies Texts;
