import type { Texts } from '../ui/texts.ts';

/** Errors of jobs, for administrators. */
export const texts = {
  payload: 'The payload is not of this kind.',
  unknownKind: 'This version does not know the kind.',
  stopped: 'The replica that ran it stopped.',
  deadline: 'The run took longer than its deadline.',
  unknownError: 'Unknown error',
} as const satisfies Texts;
