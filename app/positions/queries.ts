import { type RawBuilder, sql } from 'kysely';
import { type Day, installationZone, isInForce } from '../authority/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { type EntitySnapshot, snapshotColumns } from '../ontology/snapshot.ts';
import { findPeople, firstPeople, type PersonChoice } from '../people-search/index.ts';
import {
  allTerms,
  type Part,
  positionOn,
  positionOrder,
  positionsIn,
  positionsOf,
  shortName,
} from './fragments.ts';
import type { Holder, Positions, PositionView, Today } from './position.ts';

/** A part of the positions of a committee on a day, in one statement. */
export async function listPositions(
  db: Db,
  committee: string,
  day: Day,
  part: Part,
): Promise<Positions> {
  const { rows } = await sql<{ positions: Positions }>`
    select ${positionsOf(sql`${committee}::bigint`, day, part)} as positions`.execute(db);
  return onlyRow(rows).positions;
}

/** A position with everyone who ever filled it, as stored. */
export interface StoredPosition extends EntitySnapshot, Today {
  readonly shortName: string;
  readonly terms: readonly Holder[];
}

/** Where a position is: its committee and its id. */
export interface PositionPath {
  readonly committee: string;
  readonly position: string;
}

/**
 * Returns a position by id, type and committee with its terms, locked until the transaction ends;
 * `undefined` if there is none.
 */
export async function lockPosition(
  tx: Tx,
  { committee, position }: PositionPath,
  day: Day,
): Promise<StoredPosition | undefined> {
  // Terms are read after the lock, so that two assignments of one seat see each other.
  const { rows } = await sql`
    select ${positionsIn(sql`${committee}::bigint`)} and p.id = ${position} for no key update of p`.execute(
    tx,
  );
  if (rows.length === 0) return undefined;
  const found = await sql<StoredPosition>`
    select ${snapshotColumns('p')}, ${shortName} as "shortName", ${allTerms} as terms, ${day} as today, ${installationZone} as zone
    from entities p where p.id = ${position}`.execute(tx);
  return found.rows[0];
}

/** Returns a position of a committee on a day, in one statement; `undefined` if there is none. */
export async function findPosition(
  db: Db,
  { committee, position }: PositionPath,
  day: Day,
  { withCandidates = false } = {},
): Promise<PositionView | undefined> {
  const { rows } = await sql<PositionView>`
    select p.version, ${positionOn(day)} as position, ${day} as today, ${installationZone} as zone,
      ${withCandidates ? firstPeople(isOutside(committee, day)) : sql`'[]'::json`} as candidates
    ${positionsIn(sql`${committee}::bigint`)} and p.id = ${position}`.execute(db);
  return rows[0];
}

/** The users who fill a position of a committee on a day. */
const membersOf = (committee: string, day: Day): RawBuilder<unknown> => sql`array(
  select fills.source_id from relations belongs
    join relations fills on fills.target_id = belongs.source_id and ${relatedBy('fills', 'fills_position')}
  where belongs.target_id = ${committee}::bigint and ${relatedBy('belongs', 'belongs_to_tor')}
    and ${isInForce('fills', day)})`;

const isOutside = (committee: string, day: Day) =>
  sql<boolean>`e.id <> all(${membersOf(committee, day)})`;

/**
 * Active users who fill no position of a committee and whose name or email contains `words`, the
 * first twenty (spec positions#assign).
 */
export const listCandidates = (
  db: Db,
  committee: string,
  day: Day,
  words: string,
): Promise<readonly PersonChoice[]> => findPeople(db, { where: isOutside(committee, day), words });

/** Returns the positions of a committee in order, for a move. */
export async function listPlaces(
  tx: Tx,
  committee: string,
): Promise<readonly { readonly id: string; readonly isMandatory: boolean }[]> {
  const { rows } = await sql<{ id: string; isMandatory: boolean }>`
    select p.id, coalesce(p.properties ->> 'membership_type' = 'mandatory', false) as "isMandatory"
    ${positionsIn(sql`${committee}::bigint`)} order by ${positionOrder}`.execute(tx);
  return rows;
}

/** Returns the label of the position of a committee that has a short name. */
export async function findNamesake(
  tx: Tx,
  committee: string,
  name: string,
  exceptId?: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ label: string }>`
    select p.label ${positionsIn(sql`${committee}::bigint`)} and ${shortName} = ${name}
      and p.id is distinct from ${exceptId ?? null}::bigint limit 1`.execute(tx);
  return rows[0]?.label;
}
