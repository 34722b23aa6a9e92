import type { AppServer } from '#test/support/app-server.ts';

/** Creates a role with permissions, bypassing all rules; returns its id. */
export async function makeRole(
  { services: { pool } }: AppServer,
  name: string,
  codes: readonly string[],
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    "insert into entities (entity_type, name, label, sort_order) values ('role', $1, initcap($1), 50) returning id",
    [name],
  );
  const id = rows[0]?.id ?? '';
  await pool.query(
    `insert into relations (relation_type_id, source_id, target_id)
     select t.id, $1, p.id from entities t, entities p
     where t.entity_type = 'relation_type' and t.name = 'has_permission' and p.entity_type = 'permission' and p.name = any($2)`,
    [id, codes],
  );
  return id;
}

/** Current permission codes of a role, in order. */
export async function grantsOf(
  { services: { pool } }: AppServer,
  role: string,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select p.name from relations r join entities p on p.id = r.target_id and p.entity_type = 'permission'
     join entities e on e.id = r.source_id and e.entity_type = 'role' where e.name = $1 order by p.name`,
    [role],
  );
  return rows.map(({ name }) => name);
}

/** Ids of permissions by code. */
export async function permissionIds({
  services: { pool },
}: AppServer): Promise<Readonly<Record<string, string>>> {
  const { rows } = await pool.query<{ id: string; name: string }>(
    "select id, name from entities where entity_type = 'permission'",
  );
  return Object.fromEntries(rows.map(({ id, name }) => [name, id]));
}
