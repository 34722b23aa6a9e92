import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Actor } from '#app/ontology/actor.ts';
import { currentPermissions } from '#app/ontology/permissions.ts';
import { seenForm } from '#app/roles/builder-state.ts';
import { findRole, readCatalogue } from '#app/roles/queries.ts';
import { textOf } from '#test/support/app-client.ts';
import type { AppClient, AppServer } from '#test/support/app-server.ts';

/** Id of an entity by type and name. */
export async function idOf({ services }: AppServer, type: string, name: string): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`select id from entities where entity_type = ${type} and name = ${name}`.execute(services.db);
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no ${type} ${name}.`);
  return row.id;
}

/** A user as an actor of commands. */
async function actorOf({ services }: AppServer, id: string): Promise<Actor> {
  const permissions = await currentPermissions(services.db, { id });
  return { kind: 'user', id, name: `user ${id}`, label: `User ${id}`, permissions, origin: {} };
}

/** A new user with roles, as an actor. */
export async function newActor(
  app: AppServer,
  ...roles: string[]
): Promise<Actor & { id: string }> {
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

/** Audit rows of an entity, newest first. */
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

/** Number of a user's sessions. */
export async function sessionsOf({ services }: AppServer, userId: string): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::integer as count from sessions where user_id = ${userId}`.execute(
    services.db,
  );
  return rows[0]?.count ?? 0;
}

/** The value of a form's hidden field. */
export const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

type Fields = Readonly<Record<string, string | readonly string[]>>;

let count = 0;

/** An unused user name. */
export function freshName(): string {
  count += 1;
  return `person_${count}`;
}

/** The unchanged edit form of a user, with some changes. */
export async function editForm(
  browser: AppClient,
  id: string,
  changes: Fields = {},
): Promise<Fields & { is_active?: string }> {
  const { text } = await browser.get(`/users/${id}/edit`);
  const names = [
    'version',
    'seen_username',
    'seen_display_name',
    'seen_email',
    'seen_is_active',
    'seen_roles',
    'roles_shown',
    'status_shown',
  ];
  const fields = Object.fromEntries(names.map((name) => [name, hidden(text, name)]));
  const own = {
    username: fields['seen_username'] ?? '',
    display_name: fields['seen_display_name'] ?? '',
  };
  const roles = (fields['seen_roles'] ?? '').split(',').filter((role) => role !== '');
  const active = fields['seen_is_active'] === 'true' ? { is_active: 'true' } : {};
  return {
    ...fields,
    ...own,
    email: fields['seen_email'] || 'a@example.com',
    roles,
    ...active,
    ...changes,
  };
}

/** Creates a user by the form, with a generated password. */
export async function createPerson(
  app: AppServer,
  admin: AppClient,
  fields: Fields = {},
  name = freshName(),
) {
  const standard = {
    username: name,
    display_name: `Person ${name}`,
    email: `${name}@example.com`,
    is_active: 'true',
    roles_shown: 'true',
    initial: 'generated',
  };
  const { status, text } = await admin.post('/users', { ...standard, ...fields });
  expect([status, textOf(text)]).toEqual([
    200,
    expect.stringContaining('This password is shown only once'),
  ]);
  return { id: await idOf(app, 'user', name), name, text };
}

/** The password on the page that shows it once. */
export const shownPassword = (html: string): string =>
  /<output[^>]*><code>([^<]+)/.exec(html)?.[1] ?? '';

/** The form of a role as stored. */
export async function roleInput(app: AppServer, id: string, permissions?: readonly string[]) {
  const [role, catalogue] = [
    await findRole(app.services.db, id),
    await readCatalogue(app.services.db),
  ];
  if (role === undefined) throw new Error('no such role');
  const seen = seenForm(role, catalogue);
  const { label, name, description } = role;
  const ids = catalogue.permissions
    .filter(({ code }) => (permissions ?? role.codes).includes(code))
    .map((permission) => permission.id);
  return {
    ...{ role_id: id, version: role.version, label, name, description, permission_ids: ids },
    ...{
      seen_label: seen['seen_label'] ?? '',
      seen_name: seen['seen_name'] ?? '',
      seen_description: seen['seen_description'] ?? '',
    },
    seen_permissions: (seen['seen_permissions'] ?? '').split(',').filter((each) => each !== ''),
  };
}

/** The form of a user as stored. */
export async function userInput(
  app: AppServer,
  id: string,
  changes: { readonly is_active?: boolean; readonly roles?: string[] } = {},
) {
  const { rows } = await sql<{ name: string; label: string; version: string; roles: string[] }>`
    select u.name, u.label, u.version, array(select r.target_id::text from relations r join entities x on x.id = r.target_id and x.entity_type = 'role'
      where r.source_id = u.id order by 1) as roles from entities u where u.id = ${id}`.execute(
    app.services.db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no such user');
  const shown = { username: row.name, display_name: row.label, email: '' };
  return {
    ...{
      id,
      version: row.version,
      ...shown,
      email: 'new@example.com',
      is_active: true,
      roles: row.roles.toSorted(),
      roles_shown: true,
    },
    ...{
      seen_username: shown.username,
      seen_display_name: shown.display_name,
      seen_email: '',
      seen_is_active: true,
      seen_roles: row.roles.toSorted(),
    },
    ...changes,
  };
}
