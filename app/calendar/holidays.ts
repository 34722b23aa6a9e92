import { isDay } from '../ontology/property.ts';
import { dayOf } from './days.ts';

/** The dates in the setting, which was checked when it was saved. */
export const holidaysIn = (setting: string): ReadonlySet<number> =>
  new Set((setting.match(/\d{4}-\d{2}-\d{2}/g) ?? []).filter(isDay).map(dayOf));
