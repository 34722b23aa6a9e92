import { expect } from 'vitest';
import type { AppClient, AppServer } from '#test/support/app-server.ts';
import { freshName, idOf } from './people-fixture.ts';

/** Committees, positions and terms, made by an administrator's browser. */
export function positionsOf(server: AppServer, admin: AppClient) {
  /** Today in UTC, some days later. */
  const day = (days = 0): string =>
    new Date(server.services.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

  return {
    day,

    /** A committee of its own. */
    async committee(): Promise<string> {
      const { rows } = await server.services.pool.query<{ id: string }>(
        "insert into entities (entity_type, name, label) values ('tor', $1, $1) returning id",
        [freshName()],
      );
      return rows[0]?.id ?? '';
    },

    /** A position of a committee, made by its form. */
    async position(tor: string, name: string, fields = {}): Promise<string> {
      const reply = await admin.post(`/tor/${tor}/functions`, { name, label: name, ...fields });
      expect([reply.status, reply.location]).toEqual([303, `/tor/${tor}`]);
      return idOf(server, 'tor_function', `${tor}:${name}`);
    },

    user: async (...roles: string[]): Promise<string> =>
      (await server.createUser(...(roles.length === 0 ? ['viewer'] : roles))).id,

    members: (tor: string, fields: Record<string, string>) =>
      admin.post(`/tor/${tor}/members`, fields),

    /** The terms in a position, as stored. */
    async stored(position: string): Promise<Record<string, string>[]> {
      const { rows } = await server.services.pool.query<{ properties: Record<string, string> }>(
        `select r.properties from relations r join entities t on t.id = r.relation_type_id
         where t.name = 'fills_position' and r.target_id = $1 order by r.id`,
        [position],
      );
      return rows.map(({ properties }) => properties);
    },

    /** Old data: a relation without a term. */
    async fill(user: string, position: string, properties = {}): Promise<void> {
      await server.services.pool.query(
        `insert into relations (relation_type_id, source_id, target_id, properties)
         select id, $1, $2, $3 from entities where entity_type = 'relation_type' and name = 'fills_position'`,
        [user, position, JSON.stringify(properties)],
      );
    },
  };
}
