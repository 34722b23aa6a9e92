import type { Texts } from '../ui/texts.ts';

export const texts = {
  history: 'History',
  log: 'Open audit log',
  moved: (by: string, from: string, to: string) => `${by}: ${from} to ${to}`,
  reason: (reason: string) => `Reason: ${reason}`,
} as const satisfies Texts;
