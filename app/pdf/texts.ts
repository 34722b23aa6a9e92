import type { Texts } from '../ui/texts.ts';
import { number } from '../ui/words.ts';

export const texts = {
  page: (page: number, of: number) => `Page ${number(page)} of ${number(of)}`,
} as const satisfies Texts;
