import pg from 'pg';
import { type SslMode, withConnection } from './postgres-connection.ts';
import {
  adopted,
  DatabaseLost,
  type Found,
  findByName,
  mark,
  type Ownership,
  ownershipOf,
  runtimeRole,
  unfinished,
} from './postgres-ownership.ts';
import { scramVerifier } from './scram.ts';

export { readLedger } from './postgres-ledger.ts';
export { DatabaseLost, DatabaseTaken, runtimeRole } from './postgres-ownership.ts';

export interface DatabaseRequest {
  /** Database, and the name of its migrator role; the runtime role is `<name>_app`. */
  readonly name: string;
  readonly migratorPassword: string;
  readonly runtimePassword: string;
  /**
   * Roles that are there keep the password that they have: the given one was not made by the
   * operator. @default neither
   */
  readonly keepPasswords?: { readonly migrator: boolean; readonly runtime: boolean };
  /** Whose database it is, e.g. `ahlt-dev/dev`. */
  readonly owner: string;
  readonly ssl?: SslMode;
  /**
   * The environment already has data, so it is not begun on a server that knows nothing of it.
   * @default false
   */
  readonly holdsData?: boolean;
}

/**
 * Database with its two roles, as wanted afterwards: the migrator owns the database, the runtime
 * role may read and write rows, and no other role may connect. Passwords are set to the given ones,
 * except of roles that keep theirs; the server only sees verifiers. What is there is only touched
 * if it is marked as made for this owner (docs/decisions/015-ownership-marks-on-databases.md).
 * Idempotent, and safe to run twice at once.
 * @throws DatabaseTaken when something of the name is not provably ours; DatabaseLost when data
 * should be there and is not; pg errors
 */
export async function provideDatabase(adminUrl: string, request: DatabaseRequest): Promise<void> {
  const { name, owner, ssl, migratorPassword } = request;
  await withConnection(
    adminUrl,
    async (admin) => {
      await takeTurns(admin, name);
      const found = await findByName(admin, name);
      const ownership = ownershipOf(found, name, owner);
      if (
        ownership === 'absent' &&
        request.holdsData &&
        !found.roles.some((role) => role.name === name)
      )
        throw new DatabaseLost(
          `neither database nor role "${name}" exists on this server, but the environment had data`,
        );
      const { keepPasswords: keep } = request;
      await provideRole(
        admin,
        { role: name, owner, password: migratorPassword, keep: keep?.migrator },
        found,
      );
      await provideRole(
        admin,
        { role: runtimeRole(name), owner, password: request.runtimePassword, keep: keep?.runtime },
        found,
      );
      await createDatabase(admin, request, ownership);
      await withConnection(
        databaseUrl(adminUrl, { user: name, password: migratorPassword, database: name }),
        (migrator) => grant(migrator, request, ownership),
        ssl,
      );
    },
    ssl,
  );
}

/** How long to wait for others who provide the same database. */
const turnMillis = 30_000;

/** Held to the end of the connection: rights that two give at once are a fault of the catalogue. */
async function takeTurns(admin: pg.Client, name: string): Promise<void> {
  await admin.query(`set statement_timeout = ${turnMillis}`);
  const text = "select pg_advisory_lock(hashtext('ahlt provide database'), hashtext($1))";
  await admin.query({ text, values: [name], query_timeout: turnMillis + 1_000 } as pg.QueryConfig);
  await admin.query('reset statement_timeout');
}

/** The same server, another user and database. */
export function databaseUrl(
  serverUrl: string,
  { user, password, database }: { user: string; password: string; database: string },
): string {
  const url = new URL(serverUrl);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

/** Whether `provideDatabase` came to its end for this owner; asked as any role that may connect. */
export async function isProvidedFor(client: pg.Client, owner: string): Promise<boolean> {
  const { rows } = await client.query<{ comment: string | null }>(
    "select shobj_description(oid, 'pg_database') as comment from pg_database where datname = current_database()",
  );
  const comment = rows[0]?.comment;
  return comment === mark(owner) || comment === mark(owner) + adopted;
}

/** A role and its mark are created in one transaction, so that no role of ours lacks the mark. */
async function provideRole(
  admin: pg.Client,
  {
    role,
    owner,
    password,
    keep = false,
  }: { role: string; owner: string; password: string; keep?: boolean | undefined },
  { roles }: Found,
): Promise<void> {
  const isThere = roles.some(({ name }) => name === role);
  const identifier = pg.escapeIdentifier(role);
  const verifier = isThere && keep ? '' : `password ${pg.escapeLiteral(scramVerifier(password))}`;
  // One query of several statements is one transaction.
  await admin.query(`
    ${isThere ? 'alter' : 'create'} role ${identifier} login ${verifier};
    comment on role ${identifier} is ${pg.escapeLiteral(mark(owner))};
  `);
}

/**
 * CREATE DATABASE knows no transaction: that it belongs to a marked role from the first moment says
 * whose it is until it is marked.
 */
async function createDatabase(
  admin: pg.Client,
  { name, owner }: DatabaseRequest,
  ownership: Ownership,
): Promise<void> {
  const [database, role] = [pg.escapeIdentifier(name), pg.escapeIdentifier(name)];
  // An administrator without superuser rights (a managed server) may only give away what it is a
  // member of.
  const { rows } = await admin.query<{ member: boolean }>(
    "select pg_has_role(current_user, $1, 'set') as member",
    [name],
  );
  if (!rows[0]?.member) await admin.query(`grant ${role} to current_user`);
  if (ownership === 'absent')
    await admin.query(
      `create database ${database} owner ${role} template template0 encoding 'UTF8'`,
    );
  await admin.query(`
    alter database ${database} owner to ${role};
    comment on database ${database} is ${pg.escapeLiteral(mark(owner) + unfinished + origin(ownership))};
  `);
}

/** Stays for good, because what was made elsewhere is never deleted from here. */
const origin = (ownership: Ownership): string =>
  ownership === 'adopted' || ownership === 'to be adopted' ? adopted : '';

/**
 * Runs as the owner, so that the rights of what it will create later follow the same rule; what is
 * there already gets them too. One transaction: all of it, or the database stays unfinished.
 */
async function grant(
  client: pg.Client,
  { name, owner }: DatabaseRequest,
  ownership: Ownership,
): Promise<void> {
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
    comment on database ${database} is ${pg.escapeLiteral(mark(owner) + origin(ownership))};
  `);
}

/**
 * Removes the database and both roles, connections included. An adopted database stays, with its
 * roles. Nothing happens when they are gone.
 * @throws DatabaseTaken when something of the name is not provably ours
 */
export async function dropDatabase(
  adminUrl: string,
  { name, owner, ssl }: Pick<DatabaseRequest, 'name' | 'owner' | 'ssl'>,
): Promise<void> {
  await withConnection(
    adminUrl,
    async (admin) => {
      const found = await findByName(admin, name);
      const ownership = ownershipOf(found, name, owner);
      if (ownership === 'adopted' || ownership === 'to be adopted') return;
      await admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
      for (const role of found.roles)
        await admin.query(`drop role if exists ${pg.escapeIdentifier(role.name)}`);
    },
    ssl,
  );
}
