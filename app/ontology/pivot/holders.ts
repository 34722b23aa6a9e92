import { type RawBuilder, sql } from 'kysely';

export interface HoldersWalk {
  readonly roles: RawBuilder<unknown>;
  readonly place: string | undefined;
  readonly down: boolean;
  readonly most: number;
}

/** `(id, missing, ord)` of the holders of roles in the order of their names. */
export const holdersOfRoles = ({ roles, place, down, most }: HoldersWalk): RawBuilder<unknown> => {
  const [direction, beyond] = down ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const further =
    place === undefined
      ? sql``
      : sql` and (h.label, h.user_id) ${beyond} ((select lower(label) from entities where id = ${place}), ${place}::bigint)`;
  return sql`(select h.user_id as id, false as missing, h.label as ord from unnest(${roles}) given(id)
    cross join lateral (select h.user_id, h.label from role_holders h where h.role_id = given.id${further}
      order by h.label ${direction}, h.user_id ${direction} limit ${sql.lit(most)}) h
    order by h.label ${direction}, h.user_id ${direction} limit ${sql.lit(most)})`;
};

/** The id of a role by its name; an array, so that there may be none. */
export const roleNamed = (name: string) => sql`array(select id from entities where entity_type = 'role' and name = ${name})`;

/** How many have a role, as triggers keep it. */
export const holdersTotal = (role: RawBuilder<unknown>) =>
  sql<number>`(select coalesce(sum(t.amount), 0)::int from role_tallies t where t.role_id = any(${role}))`;

/** Ids of holders, as many as the limit. */
export const holderIds = (roles: RawBuilder<unknown>, limit: number) => sql`select h.user_id as id
  from unnest(${roles}) given(id) cross join lateral (select h.user_id from role_holders h where h.role_id = given.id limit ${sql.lit(limit)}) h
  limit ${sql.lit(limit)}`;
