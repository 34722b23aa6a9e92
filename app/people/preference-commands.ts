import { preferenceCommands } from '../saved-lists/index.ts';
import { userList } from './queries.ts';

/** Columns and views of the list of users (spec people#columns). */
export const userPreferences = preferenceCommands(userList);
