import type { Texts } from '../ui/texts.ts';

export const texts = {
  needs: (requirement: string) => `You need ${requirement} for this action.`,
} as const satisfies Texts;
