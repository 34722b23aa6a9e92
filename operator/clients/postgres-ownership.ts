import pg from 'pg';

/** The database, or a role of its name, is not provably ours. Nothing was changed. */
export class DatabaseTaken extends Error {
  override name = 'DatabaseTaken';
}

/**
 * The environment had data, but neither its database nor its role is on this server: it is not the
 * original server.
 */
export class DatabaseLost extends Error {
  override name = 'DatabaseLost';
}

/** A role, as in the catalog. */
export interface FoundRole {
  readonly name: string;
  readonly comment: string | null;
  /** A superuser, or the connected administrator. */
  readonly administers: boolean;
  /**
   * Has its privileges on the database because we granted them; evidence of an earlier version that
   * did not mark roles.
   */
  readonly wasGranted: boolean;
}

/** A database, as in the catalog. */
export interface FoundDatabase {
  readonly comment: string | null;
  readonly owner: string;
  /** A template, or the maintenance database. */
  readonly ofServer: boolean;
}

export interface Found {
  readonly database?: FoundDatabase;
  readonly roles: readonly FoundRole[];
}

/** The operations allowed on the database; `made` also allows deletion. */
export type Ownership = 'absent' | 'made' | 'adopted' | 'to be adopted';

export const runtimeRole = (database: string) => `${database}_app`;

/**
 * The mark on everything that was created here. On a database it says "unfinished" until the last
 * privilege was granted, and permanently "adopted" if another tool created it.
 */
export const mark = (owner: string) => `ahlt environment ${owner}`;
export const unfinished = ' (unfinished)';
export const adopted = ' (adopted)';

/** The comment with which the server's administrator hands a database over, once and by name. */
const adoption = (owner: string) => `ahlt adopt for ${owner}`;

/**
 * Returns the existing objects of these names. `database` is also the name of the role that owns
 * it.
 */
export async function findByName(admin: pg.Client, database: string): Promise<Found> {
  const databases = await admin.query<FoundDatabase>(
    `select shobj_description(oid, 'pg_database') as comment, pg_get_userbyid(datdba) as owner,
            datistemplate or datname = 'postgres' as "ofServer"
       from pg_database where datname = $1`,
    [database],
  );
  const roles = await admin.query<FoundRole>(
    `select r.rolname as name, shobj_description(r.oid, 'pg_authid') as comment,
            r.rolsuper or r.rolname = current_user as administers,
            exists (select from pg_database d left join lateral aclexplode(d.datacl) a on true
                     where d.datname = $1 and (d.datdba = r.oid
                       or a.grantor = d.datdba and a.grantee = r.oid and a.privilege_type = 'CONNECT')) as "wasGranted"
       from pg_roles r where r.rolname in ($1, $2)`,
    [database, runtimeRole(database)],
  );
  const [found] = databases.rows;
  return { roles: roles.rows, ...(found && { database: found }) };
}

/**
 * Decides whose the database and its roles are. Only a mark proves that they are ours: roles get
 * theirs in the transaction that creates them, and a database owned by a marked role was created by
 * us even if we crashed before marking it.
 * @throws DatabaseTaken if anything of these names is not provably ours
 */
export function ownershipOf({ database, roles }: Found, name: string, owner: string): Ownership {
  const administrator = roles.find(({ administers }) => administers);
  if (administrator)
    throw new DatabaseTaken(
      `the role "${administrator.name}" administers the server; ${elsewhere}`,
    );
  if (database?.ofServer)
    throw new DatabaseTaken(`the database "${name}" belongs to the server itself; ${elsewhere}`);
  const ownership =
    database === undefined ? 'absent' : ofDatabase(database, { roles, name, owner });
  const foreign = roles.find((role) => !isOurs(role, owner, ownership));
  if (foreign)
    throw new DatabaseTaken(
      `the role "${foreign.name}" ${whose(foreign.comment)}; ${roleElsewhere}`,
    );
  return ownership;
}

const elsewhere = 'choose another spec.database.name';
const roleElsewhere = `${elsewhere}, or rename that role: the operator never takes over a role`;

function ofDatabase(
  { comment, owner: datdba }: FoundDatabase,
  { roles, name, owner }: { roles: Found['roles']; name: string; owner: string },
) {
  if (comment === mark(owner) || comment === mark(owner) + unfinished) return 'made';
  if (comment === mark(owner) + adopted || comment === mark(owner) + unfinished + adopted)
    return 'adopted';
  if (comment === adoption(owner)) return 'to be adopted';
  const madeByUs = roles.some(
    (role) => role.name === datdba && role.name === name && role.comment === mark(owner),
  );
  if (comment === null && madeByUs) return 'made';
  const handOver = `comment on database ${pg.escapeIdentifier(name)} is ${pg.escapeLiteral(adoption(owner))}`;
  const kept = comment?.startsWith(mark(''))
    ? passOn(name, owner)
    : `, or ask the server administrator to run: ${handOver}`;
  throw new DatabaseTaken(`the database "${name}" ${whose(comment)}; ${elsewhere}${kept}`);
}

/**
 * How a database is handed to an environment that has moved: only the server's administrator can
 * confirm that the former environment is gone.
 */
function passOn(name: string, owner: string): string {
  const marked = pg.escapeLiteral(mark(owner));
  const statements = [
    `comment on database ${pg.escapeIdentifier(name)} is ${marked}`,
    ...[name, runtimeRole(name)].map(
      (role) => `comment on role ${pg.escapeIdentifier(role)} is ${marked}`,
    ),
  ];
  return `, or, if this environment replaces that one and that one is deleted, ask the server administrator to run: ${statements.join('; ')}`;
}

/** An unmarked role is from an earlier version if our database granted its privileges. */
const isOurs = ({ comment, wasGranted }: FoundRole, owner: string, ownership: Ownership): boolean =>
  comment === mark(owner) || (comment === null && ownership === 'made' && wasGranted);

const whose = (comment: string | null): string =>
  comment?.startsWith(mark(''))
    ? `belongs to ${comment.slice('ahlt '.length)}`
    : 'was not created by this operator';
