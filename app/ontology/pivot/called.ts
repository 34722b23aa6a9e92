import { type RawBuilder, sql } from 'kysely';

/** Stands before a label and before a name where they are one text. Nobody types it. */
const mark = '\x1f';

/**
 * What an entity is called: its label and its name as one text in small letters, in the form of the index `entities_called`
 * (app/db/migrations/0020_names_in_one_text.ts). What is sought in it is in one of the two, since no words reach over the mark.
 */
export const called = (entity: string): RawBuilder<string> =>
  sql`lower(E'\\x1f' || ${sql.ref(`${entity}.label`)} || E'\\x1f' || ${sql.ref(`${entity}.name`)})`;

/** A pattern for `called`: `text`, escaped, where a label or a name begins. */
export const atBeginning = (text: string): string => `%${mark}${text}%`;
