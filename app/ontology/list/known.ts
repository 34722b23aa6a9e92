import { sql } from 'kysely';
import { plannedForItsValues } from '../../db/named-statements.ts';

/**
 * The id of an entity by its type and name, found while the statement is planned: the plan is made
 * for that id. Its comment makes sure that the statement is planned each time.
 */
export const knownId = (type: string, name: string) =>
  sql<string>`${sql.raw(plannedForItsValues)} known_id(${sql.lit(type)}, ${name})`;
