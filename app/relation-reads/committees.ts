import { type RawBuilder, sql } from 'kysely';
import { type Cypher, cypher, ids, label, value } from '../graph/index.ts';

// Which committees and users a read is about, in both stores. Archived committees are in none, as on
// the governance map.

/** Whether a committee is active and not archived. */
export const isActiveCommittee = (alias: string): RawBuilder<boolean> => sql<boolean>`(
  ${sql.ref(`${alias}.entity_type`)} = 'tor' and ${sql.ref(`${alias}.is_active`)}
  and coalesce(${sql.ref(`${alias}.properties`)} ->> 'status', '') <> 'archived')`;

/** The same about the node `tor`. */
export const torIsActive = cypher`(tor.is_active and coalesce(tor.p_status, '') <> 'archived')`;

/** `(tor …)`: a committee in a pattern. */
export const tor = cypher`(tor:Entity:${label('tor')} {env: $env})`;

/** SQL of whether an id is one of some; all if omitted. */
export const isOneOf = (
  id: RawBuilder<unknown>,
  some: readonly string[] | undefined,
): RawBuilder<boolean> =>
  some === undefined ? sql<boolean>`true` : sql<boolean>`${id} = any(${[...some]}::bigint[])`;

/** The same about a node in the graph. */
export const isNodeOf = (
  node: 'tor' | 'u' | 'start',
  some: readonly string[] | undefined,
): Cypher => {
  if (some === undefined) return cypher`true`;
  const given = value(`${node}_ids`, ids(some));
  if (node === 'tor') return cypher`tor.id in ${given}`;
  return node === 'u' ? cypher`u.id in ${given}` : cypher`start.id in ${given}`;
};
