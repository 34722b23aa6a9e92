import { type RawBuilder, sql } from 'kysely';
import { like } from './like.ts';

/** Stands before a label and before a name where they are one text. Nobody types it. */
const mark = '\x1f';

/**
 * What an entity is called: its label and its name as one text in small letters, in the form of the index `entities_called`
 * (app/db/migrations/0020_names_in_one_text.ts).
 */
const called = (entity: string) => sql`lower(E'\\x1f' || ${sql.ref(`${entity}.label`)} || E'\\x1f' || ${sql.ref(`${entity}.name`)})`;

/**
 * Whether the label or the name of an entity fits a pattern `%text%` or `text%`: no text reaches over the mark.
 * @param entity its alias
 */
export const isCalled = (entity: string, pattern: string): RawBuilder<boolean> =>
  like(called(entity), pattern.startsWith('%') ? pattern : `%${mark}${pattern}`);
