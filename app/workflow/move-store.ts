import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Actor } from '../ontology/actor.ts';
import type { Definition } from './definition.ts';

/** A move to record. */
export interface Move {
  readonly item: string;
  readonly from: string;
  readonly to: string;
  readonly ground: string | null;
  readonly outcome: string | undefined;
}

/**
 * Records a move, and the definition that allowed it if it differs from the last one of its scope
 * (spec workflow#history).
 * @returns the number of the definition
 */
export async function recordMove(
  tx: Tx,
  definition: Definition,
  { item, from, to, ground, outcome }: Move,
  by: Pick<Actor, 'id' | 'label'>,
  now: Date,
): Promise<number> {
  const version = await keepVersion(tx, definition, now);
  await sql`
    insert into workflow_moves (item_id, scope, version, from_status, to_status, moved_at, moved_by_id, moved_by, ground, outcome)
    values (${item}, ${definition.scope}, ${version}, ${from}, ${to}, ${now}, ${by.id}, ${by.label}, ${ground}, ${outcome ?? null})`.execute(
    tx,
  );
  return version;
}

/** The number of a definition; a new one if it differs from the last one of its scope. */
export async function keepVersion(tx: Tx, definition: Definition, now: Date): Promise<number> {
  const { scope } = definition;
  const text = JSON.stringify(definition);
  const latest = await latestVersion(tx, scope, text);
  if (latest?.isSame === true) return latest.number;
  // Only the first use of a changed definition waits here for another one.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`workflow_versions ${scope}`}, 0))`.execute(
    tx,
  );
  const again = await latestVersion(tx, scope, text);
  if (again?.isSame === true) return again.number;
  const number = (again?.number ?? 0) + 1;
  await sql`
    insert into workflow_versions (scope, number, definition, since)
    values (${scope}, ${number}, ${text}::jsonb, ${now})`.execute(tx);
  return number;
}

async function latestVersion(
  tx: Tx,
  scope: string,
  text: string,
): Promise<{ readonly number: number; readonly isSame: boolean } | undefined> {
  const { rows } = await sql<{ number: number; isSame: boolean }>`
    select number, definition = ${text}::jsonb as "isSame" from workflow_versions
    where scope = ${scope} order by number desc limit 1`.execute(tx);
  return rows[0];
}

/** Stores a version of a workflow of another installation. */
export async function insertVersion(
  tx: Tx,
  definition: Definition,
  { number, since }: { readonly number: number; readonly since: string },
): Promise<void> {
  await sql`
    insert into workflow_versions (scope, number, definition, since)
    values (${definition.scope}, ${number}, ${JSON.stringify(definition)}::jsonb, ${since}::timestamptz)`.execute(
    tx,
  );
}

/** A move of another installation. */
export interface KeptMove {
  readonly from: string;
  readonly to: string;
  /** With microseconds. */
  readonly at: string;
  readonly by: string;
  /** User name, if the user still existed. */
  readonly by_user: string | null;
  readonly ground: string | null;
  readonly outcome: string | null;
  readonly version: number;
}

/** Stores moves of an item as they were, in their order. */
export async function insertMoves(
  tx: Tx,
  item: { readonly id: string; readonly scope: string },
  moves: readonly KeptMove[],
): Promise<void> {
  await sql`
    insert into workflow_moves (item_id, scope, version, from_status, to_status, moved_at, moved_by_id, moved_by, ground, outcome)
    select ${item.id}, ${item.scope}, (m.said ->> 'version')::integer, m.said ->> 'from', m.said ->> 'to',
      (m.said ->> 'at')::timestamptz, u.id, m.said ->> 'by', m.said ->> 'ground', m.said ->> 'outcome'
    from jsonb_array_elements(${JSON.stringify(moves)}::jsonb) with ordinality m(said, place)
      left join entities u on u.entity_type = 'user' and u.name = m.said ->> 'by_user'
    order by m.place`.execute(tx);
}
