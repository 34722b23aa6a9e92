import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { type EntitySnapshot, snapshotColumns } from '../ontology/snapshot.ts';
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
export const findCommittee = (
  db: Db,
  userId: string,
  id: string,
  day: Day,
): Promise<Committee | undefined> => findCommitteeBy(db, userId, sql`${id}::bigint`, day);

/**
 * The same for an item in the path, such as minutes, whose committee is known to SQL only.
 * @param id SQL of the committee's id
 */
export async function findCommitteeBy(
  db: Db | Tx,
  userId: string,
  id: RawBuilder<unknown>,
  day: Day,
): Promise<Committee | undefined> {
  const held = heldPositions(sql`${userId}::bigint`, sql`e.id`, day);
  const { rows } = await sql<Row>`
    select ${snapshotColumns('e')},
      exists (select ${held}) as "isMember",
      array(select c.capability from unnest(${[...capabilities]}::text[]) as c(capability)
        where exists (select ${held} and position.properties ->> c.capability = 'true')) as held
    from entities e where e.id = ${id} and e.entity_type = 'tor'`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { held: codes, ...committee } = row;
  return { ...committee, capabilities: new Set(codes) };
}

/** The rights of a user in a committee, as `standingIn` returns them. */
export interface StandingRow {
  readonly isMember: boolean;
  readonly capabilities: readonly string[];
}

/**
 * What a user holds in a committee on a day, as SQL of type jsonb, for rows of several committees.
 * @param user SQL of the user's id
 * @param body SQL of the committee's id
 */
export const standingIn = (
  user: RawBuilder<unknown>,
  body: RawBuilder<unknown>,
  day: Day,
): RawBuilder<StandingRow> => {
  const held = heldPositions(user, body, day);
  return sql<StandingRow>`jsonb_build_object('isMember', exists (select ${held}),
    'capabilities', to_jsonb(array(select possible.capability from unnest(${[...capabilities]}::text[]) as possible(capability)
      where exists (select ${held} and position.properties ->> possible.capability = 'true'))))`;
};

/** The standing of a row. */
export const readStanding = ({ isMember, capabilities: codes }: StandingRow): Standing => ({
  isMember,
  capabilities: new Set(codes),
});

/** The rights of a user in all committees, by their ids. */
export type Standings = Readonly<Record<string, readonly string[]>>;

/**
 * What a user holds on a day, as SQL of type jsonb: the capabilities of their positions by
 * committee. A committee without a position of theirs is missing.
 * @param user SQL of the user's id
 */
export const standingsOf = (user: RawBuilder<unknown>, day: Day): RawBuilder<Standings> => sql`
  coalesce((select jsonb_object_agg(own.body, own.allowed) from (
    select mine.body, coalesce(jsonb_agg(distinct possible.capability)
        filter (where mine.properties ->> possible.capability = 'true'), '[]') as allowed
    from (select belongs.target_id as body, position.properties
        ${heldPositions(user, sql.ref('belongs.target_id'), day)}) mine
      cross join unnest(${[...capabilities]}::text[]) as possible(capability)
    group by mine.body) own), '{}')`;
