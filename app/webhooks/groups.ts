import { alphabetical } from '../ui/words.ts';
import { texts } from './texts.ts';

/** Stands for every group, also those of later versions. */
export const allEvents = 'all';

/** Families of the audit log that no command writes: they have no events. */
const without: ReadonlySet<string> = new Set(['access', 'audit', 'auth']);

/** Groups of events by code with their names, by name. Read when needed: declarations come later. */
export const eventGroups = (): readonly (readonly [code: string, label: string])[] =>
  Object.entries(texts.groups)
    .filter(([code]) => !without.has(code))
    .toSorted(([, one], [, other]) => alphabetical(one, other));

export const isEventGroup = (code: string): boolean =>
  code === allEvents || eventGroups().some(([known]) => known === code);

/** The group of an event. */
export const groupOf = (action: string): string => action.split('.')[0] ?? '';
