import { keyOf, type Option } from '../options/index.ts';
import type { Opinion } from './point.ts';

/** How many prefer a course of action. */
export interface Preference {
  readonly option: Option;
  /** A, B, C … in the order of the courses of action. */
  readonly key: string;
  readonly count: number;
  /** Whole percent of all preferences; 0 without any (spec agenda#preferences). */
  readonly percent: number;
  readonly opinions: readonly Opinion[];
}

/** The courses of action with those who prefer them (spec agenda#preferences). */
export function preferencesOf(
  options: readonly Option[],
  opinions: readonly Opinion[],
): readonly Preference[] {
  const known = new Set(options.map(({ id }) => id));
  const total = opinions.filter(({ optionId }) => optionId !== null && known.has(optionId)).length;
  return options.map((option, place) => {
    const own = opinions.filter(({ optionId }) => optionId === option.id);
    return {
      ...{ option, key: keyOf(place), count: own.length, opinions: own },
      percent: total === 0 ? 0 : Math.floor((own.length * 100) / total),
    };
  });
}

/** Whether opinions, courses of action and texts may still change (spec agenda#frozen). */
export const isOpen = (status: string | undefined): boolean =>
  status !== 'voted' && status !== 'completed';
