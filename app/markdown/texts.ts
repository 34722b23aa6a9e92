import type { Texts } from '../ui/texts.ts';

export const texts = {
  table: 'Table',
  done: 'Done:',
  open: 'Open:',
} as const satisfies Texts;
