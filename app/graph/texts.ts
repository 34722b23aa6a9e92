import type { Texts } from '../ui/texts.ts';

/** Words about the graph. */
export const texts = {
  running: 'A resync is already running.',
} as const satisfies Texts;
