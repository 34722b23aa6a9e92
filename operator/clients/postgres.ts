import pg from 'pg';
import { type SslMode, withConnection } from './postgres-connection.ts';
import { scramVerifier } from './scram.ts';

export { readLedger } from './postgres-ledger.ts';

export interface DatabaseRequest {
  /** Database, and the name of its migrator role; the runtime role is `<name>_app`. */
  readonly name: string;
  readonly migratorPassword: string;
  readonly runtimePassword: string;
  /** Whose database it is, e.g. `ahlt-dev/dev`. Another owner's database is never touched. */
  readonly owner: string;
  readonly ssl?: SslMode;
}

/** The database or a role of its name belongs to somebody else. */
export class DatabaseTaken extends Error {
  override name = 'DatabaseTaken';
}

/**
 * Database with its two roles, as wanted afterwards whatever was there: the migrator owns the database, the runtime role may
 * read and write rows, nobody else may connect. Passwords are set to the given ones; the server only sees their verifiers.
 * Idempotent, and safe to run twice at once.
 * @throws DatabaseTaken when the name belongs to another environment or to a superuser; pg errors otherwise
 */
export async function provideDatabase(adminUrl: string, request: DatabaseRequest): Promise<void> {
  const { name, ssl, migratorPassword } = request;
  await withConnection(
    adminUrl,
    async (admin) => {
      // Held to the end: rights that two give at once are a fault of the catalogue.
      await admin.query("select pg_advisory_lock(hashtext('ahlt provide database'), hashtext($1))", [name]);
      await refuseForeign(admin, request);
      await provideRole(admin, name, migratorPassword);
      await provideRole(admin, runtimeRole(name), request.runtimePassword);
      await createDatabase(admin, request);
      await withConnection(
        databaseUrl(adminUrl, { user: name, password: migratorPassword, database: name }),
        (owner) => grant(owner, request),
        ssl,
      );
    },
    ssl,
  );
}

/** The same server, another user and database. */
export function databaseUrl(serverUrl: string, { user, password, database }: { user: string; password: string; database: string }): string {
  const url = new URL(serverUrl);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

export const runtimeRole = (database: string) => `${database}_app`;

/** Stands on the database; the word behind it goes with the last right, so that a database whose making was interrupted is known. */
const ownerComment = (owner: string) => `ahlt environment ${owner}`;
const unfinished = ' (unfinished)';

/** Whether `provideDatabase` came to its end for this owner; asked as any role that may connect. */
export async function isProvidedFor(client: pg.Client, owner: string): Promise<boolean> {
  const { rows } = await client.query<{ comment: string | null }>(
    "select shobj_description(oid, 'pg_database') as comment from pg_database where datname = current_database()",
  );
  return rows[0]?.comment === ownerComment(owner);
}

async function refuseForeign(admin: pg.Client, { name, owner }: DatabaseRequest): Promise<void> {
  const { rows } = await admin.query<{ superusers: string[] | null; comment: string | null; template: boolean | null }>(
    `select (select array_agg(rolname::text) from pg_roles where rolname in ($1, $2) and (rolsuper or rolname = current_user)) as superusers,
            (select shobj_description(oid, 'pg_database') from pg_database where datname = $1) as comment,
            (select datistemplate or datname = 'postgres' from pg_database where datname = $1) as template`,
    [name, runtimeRole(name)],
  );
  const found = rows[0];
  if (found?.superusers)
    throw new DatabaseTaken(`the role "${found.superusers.join('", "')}" administers the server; choose another spec.database.name`);
  if (found?.template) throw new DatabaseTaken(`the database "${name}" belongs to the server itself; choose another spec.database.name`);
  if (found?.comment?.startsWith(ownerComment('')) && found.comment.replace(unfinished, '') !== ownerComment(owner))
    throw new DatabaseTaken(`the database "${name}" belongs to ${found.comment.slice('ahlt '.length)}; choose another spec.database.name`);
}

async function provideRole(admin: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
  const verb = rowCount ? 'alter' : 'create';
  await admin.query(`${verb} role ${pg.escapeIdentifier(role)} login password ${pg.escapeLiteral(scramVerifier(password))}`);
}

async function createDatabase(admin: pg.Client, { name, owner }: DatabaseRequest): Promise<void> {
  const [database, role] = [pg.escapeIdentifier(name), pg.escapeIdentifier(name)];
  // An administrator without superuser rights (a managed server) may only give away what it is a member of.
  const { rows } = await admin.query<{ member: boolean }>("select pg_has_role(current_user, $1, 'set') as member", [name]);
  if (!rows[0]?.member) await admin.query(`grant ${role} to current_user`);
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
  if (rowCount) await admin.query(`alter database ${database} owner to ${role}`);
  else await admin.query(`create database ${database} owner ${role} template template0 encoding 'UTF8'`);
  await admin.query(`comment on database ${database} is ${pg.escapeLiteral(ownerComment(owner) + unfinished)}`);
}

/**
 * Runs as the owner, so that the rights of what it will create later follow the same rule; what is there already gets them too. One
 * transaction: all of it, or the database stays unfinished.
 */
async function grant(client: pg.Client, { name, owner }: DatabaseRequest): Promise<void> {
  const [database, runtime] = [pg.escapeIdentifier(name), pg.escapeIdentifier(runtimeRole(name))];
  const { rows } = await client.query<{ schema: string }>(
    "select nspname as schema from pg_namespace where nspname = 'public' or nspowner = (select oid from pg_roles where rolname = current_user)",
  );
  const present = rows.map(({ schema }) => pg.escapeIdentifier(schema)).join(', ');
  await client.query(`
    revoke all on database ${database} from public;
    grant connect on database ${database} to ${runtime};
    alter default privileges grant usage on schemas to ${runtime};
    alter default privileges grant select, insert, update, delete on tables to ${runtime};
    alter default privileges grant usage, select on sequences to ${runtime};
    grant usage on schema ${present} to ${runtime};
    grant select, insert, update, delete on all tables in schema ${present} to ${runtime};
    grant usage, select on all sequences in schema ${present} to ${runtime};
    comment on database ${database} is ${pg.escapeLiteral(ownerComment(owner))};
  `);
}

/** Removes the database and both roles, connections included. Nothing happens when they are gone or belong to another owner. */
export async function dropDatabase(adminUrl: string, { name, owner, ssl }: Pick<DatabaseRequest, 'name' | 'owner' | 'ssl'>): Promise<void> {
  await withConnection(
    adminUrl,
    async (admin) => {
      await refuseForeign(admin, { name, owner, migratorPassword: '', runtimePassword: '' });
      await admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
      await admin.query(`drop role if exists ${pg.escapeIdentifier(runtimeRole(name))}, ${pg.escapeIdentifier(name)}`);
    },
    ssl,
  );
}
