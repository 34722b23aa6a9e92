import type { Texts } from '../ui/texts.ts';
import { number } from '../ui/words.ts';

export const texts = {
  title: 'Questions',
  lead: 'What the committees, positions and dependencies mean together. Each answer is a table and can be exported.',
  offer: {
    label: 'Questions',
    words: 'vacant vacancy who decides longest waits escalation isolated committees',
  },
  map: 'Governance map',
  ask: 'Question',
  show: 'Show answer',
  picture: 'Picture',
  drawn: 'Drawing of the answer',
  csv: 'Export CSV',
  of: (title: string) => `of ${title}`,
  json: 'Export JSON',
  svg: 'Export SVG',
  first: (shown: number, all: number) =>
    `The first ${number(shown)} of ${number(all)} rows are listed. The exports have all that were read.`,
  fields: { committee: 'Committee' },
  missing: 'This committee does not exist or is archived.',
  problem: { id: 'An id is a positive number.' },
} as const satisfies Texts;
