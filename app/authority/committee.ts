import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { heldPositions } from './positions.ts';
import { type Capability, capabilities, type Standing } from './requirement.ts';
import type { Day } from './terms.ts';

/** A committee in a path, with what its reader holds there. */
export interface Committee extends EntitySnapshot, Standing {}

type Row = EntitySnapshot & { readonly isMember: boolean; readonly held: readonly Capability[] };

/**
 * Returns the committee with an id and what a user holds in it on a day, in one statement;
 * `undefined` if there is none with this id.
 */
export async function findCommittee(
  db: Db,
  userId: string,
  id: string,
  day: Day,
): Promise<Committee | undefined> {
  const held = heldPositions(sql`${userId}::bigint`, sql`e.id`, day);
  const { rows } = await sql<Row>`
    select e.id, e.entity_type as type, e.name, e.label, e.sort_order as "sortOrder", e.is_active as "isActive",
      e.version, e.created_at as "createdAt", e.updated_at as "updatedAt", e.properties,
      exists (select ${held}) as "isMember",
      array(select c.capability from unnest(${[...capabilities]}::text[]) as c(capability)
        where exists (select ${held} and position.properties ->> c.capability = 'true')) as held
    from entities e where e.id = ${id} and e.entity_type = 'tor'`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { held: codes, ...committee } = row;
  return { ...committee, capabilities: new Set(codes) };
}
