import { sql } from 'kysely';
import { plannedForItsValues } from '../../db/named-statements.ts';

/**
 * The id of an entity by type and name, resolved at planning time, so the plan fits that id. The
 * comment forces planning on each execution.
 */
export const knownId = (type: string, name: string) =>
  sql<string>`${sql.raw(plannedForItsValues)} known_id(${sql.lit(type)}, ${name})`;
