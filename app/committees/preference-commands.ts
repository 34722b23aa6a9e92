import { preferenceCommands } from '../saved-lists/index.ts';
import { torList } from './queries.ts';

/** Columns and views of the list of committees (spec committees#list). */
export const torPreferences = preferenceCommands(torList);
