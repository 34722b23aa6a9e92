import { sql } from 'kysely';
import type { Actor } from '#app/ontology/actor.ts';
import { currentPermissions } from '#app/ontology/permissions.ts';
import type { AppServer } from '#test/support/app-server.ts';

/** Id of an entity by its type and name. */
export async function idOf({ services }: AppServer, type: string, name: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from entities where entity_type = ${type} and name = ${name}`.execute(services.db);
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no ${type} ${name}.`);
  return row.id;
}

/** A user as an actor of commands. */
export async function actorOf({ services }: AppServer, id: string): Promise<Actor> {
  const permissions = await currentPermissions(services.db, { id });
  return { kind: 'user', id, name: `user ${id}`, label: `User ${id}`, permissions, origin: {} };
}

/** A new user with roles, as an actor. */
export async function newActor(app: AppServer, ...roles: string[]): Promise<Actor & { id: string }> {
  const { id } = await app.createUser(...roles);
  return { ...(await actorOf(app, id)), id };
}

/** Labels of a user's roles. */
export async function rolesOf({ services }: AppServer, id: string): Promise<readonly string[]> {
  const { rows } = await sql<{ label: string }>`
    select role.label from relations r join entities role on role.id = r.target_id and role.entity_type = 'role'
    where r.source_id = ${id} order by role.sort_order, role.id`.execute(services.db);
  return rows.map(({ label }) => label);
}

/** Rows of the audit log about an entity, the newest first. */
export async function auditOf({ services }: AppServer, action: string, targetId?: string) {
  const { rows } = await sql<{
    outcome: string;
    before: Record<string, unknown>;
    after: Record<string, unknown>;
    details: Record<string, unknown>;
    actor_id: string;
  }>`
    select outcome, before, after, details, actor_id from audit_log
    where action = ${action} and (${targetId ?? null}::bigint is null or target_id = ${targetId ?? null}::bigint) order by seq desc`.execute(
    services.db,
  );
  return rows;
}

/** How many sessions a user has. */
export async function sessionsOf({ services }: AppServer, userId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from sessions where user_id = ${userId}`.execute(
    services.db,
  );
  return rows[0]?.count ?? 0;
}

/** Makes a role with permissions, straight in the database. */
export async function makeRole({ services }: AppServer, name: string, codes: readonly string[]): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into entities (entity_type, name, label) values ('role', ${name}, ${`Role ${name}`}) returning id`.execute(services.db);
  const id = rows[0]?.id ?? '';
  await sql`insert into relations (relation_type_id, source_id, target_id)
    select t.id, ${id}::bigint, p.id from entities t, entities p
    where t.entity_type = 'relation_type' and t.name = 'has_permission' and p.entity_type = 'permission' and p.name = any(${[...codes]}::text[])`.execute(
    services.db,
  );
  return id;
}

/** The value that a form's hidden field holds. */
export const hidden = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
