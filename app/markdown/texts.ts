import type { Texts } from '../ui/texts.ts';

export const texts = {
  table: 'Table',
  done: 'Done:',
  open: 'Open:',
  preview: 'Preview',
  previewOf: (field: string) => `Preview of ${field}`,
  previewEmpty: 'The formatted text appears here.',
} as const satisfies Texts;
