import type { Item } from '../collections/index.ts';

/** The planned length of a protocol in minutes; steps without a length count as none. */
export const minutesOf = (steps: readonly Pick<Item, 'properties'>[]): number =>
  steps.reduce((sum, { properties }) => sum + length(properties['default_duration_minutes']), 0);

const length = (minutes = ''): number => (/^\d{1,4}$/.test(minutes) ? Number(minutes) : 0);
