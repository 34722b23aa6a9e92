import type { ConnectedEnvironment, DatabaseServer } from '#cdk8s/api/index.ts';
import { isProvidedFor, runtimeRole } from '../clients/postgres.ts';
import { connectionProblem, type SslMode, withConnection } from '../clients/postgres-connection.ts';
import { ledgerOf } from '../clients/postgres-ledger.ts';
import { adminUrl, isMadeHere, missingValues, tlsOf } from './connections.ts';
import { firstPasswords, seededProfiles } from './first-passwords.ts';
import { passwordChanged } from './password-changed.ts';
import { databaseOwner, type SecretNames, type SecretValues } from './secrets.ts';
import type { DatabaseState, Ledger } from './types.ts';

/** Inspects an environment's database; read-only. */
export type InspectDatabase = (
  env: ConnectedEnvironment,
  names: SecretNames,
  secrets: SecretValues,
) => Promise<DatabaseState>;

/**
 * Checks the Secrets, then signs in as both roles and reads the ledger. What the administrator's
 * credential can repair is `absent`, the rest `blocked`.
 */
export const inspectDatabase: InspectDatabase = async (env, names, secrets) => {
  const { database: server } = env.connections;
  const obstacle = secretObstacle(env, names, secrets);
  if (obstacle) return obstacle;
  const missing = missingValues(env, secrets, names);
  if (missing.length > 0)
    return server
      ? await repairable(missing, server, names, secrets)
      : { state: 'absent', missing };
  const signedIn = await signIn(
    secrets,
    server && tlsOf(server, secrets),
    server && databaseOwner(env),
  );
  return 'ledger' in signedIn
    ? await reached(env, signedIn, names, secrets)
    : await unreached(env, signedIn, names, secrets);
};

/** Problems of Secrets that users provide: the operator cannot create these. */
function secretObstacle(
  { spec, connections }: ConnectedEnvironment,
  names: SecretNames,
  secrets: SecretValues,
): DatabaseState | undefined {
  if (names.url) return refusedUrl(names.url, spec.database.urlSecretRef?.key ?? '', secrets.url);
  return connections.database && unknownAuthority(connections.database, names, secrets);
}

/** Both roles signed in. */
async function reached(
  { spec, connections }: ConnectedEnvironment,
  { ledger, seeded, finished }: SignedIn,
  names: SecretNames,
  secrets: SecretValues,
): Promise<DatabaseState> {
  const first = firstPasswords(spec, seeded).filter((key) => !secrets.migrator?.[key]);
  if (first.length > 0)
    return {
      state: 'absent',
      missing: first.map((key) => `${key} in Secret ${names.migrator.name}`),
    };
  const rights = [`rights of role ${runtimeRole(spec.database.name)}`];
  if (!finished) return await repairable(rights, connections.database, names, secrets);
  return {
    state: 'ready',
    ledger,
    ...(secrets.rotatedFor !== undefined && { rotatedFor: secrets.rotatedFor }),
  };
}

/**
 * One of the roles could not sign in: if the administrator can fix it, it counts as missing;
 * otherwise it is reported.
 */
async function unreached(
  env: ConnectedEnvironment,
  { reason, message, role, kind }: NotSignedIn,
  names: SecretNames,
  secrets: SecretValues,
): Promise<DatabaseState> {
  const { database: server } = env.connections;
  if (
    !server ||
    reason === 'Unreachable' ||
    reason === 'InsecureAuthentication' ||
    reason === 'DatabaseFailed'
  ) {
    const place = server ? `${server.host}:${server.port}` : `the URL in Secret ${names.url?.name}`;
    const problem = reason === 'DatabaseMissing' ? 'DatabaseFailed' : reason;
    return {
      state: 'blocked',
      reason: problem,
      message: `${asked(place, `role ${role}`, reason)}: ${message}`,
    };
  }
  if (reason === 'WrongPassword' && !isMadeHere(kind, secrets))
    return passwordChanged(env, names[kind]);
  const database = `database ${env.spec.database.name}`;
  const lacking =
    reason === 'DatabaseMissing' ? database : `role ${role} with the password of its Secret`;
  return await repairable([lacking], server, names, secrets);
}

function refusedUrl(
  name: { namespace: string; name: string },
  key: string,
  values: Readonly<Record<string, string>> | undefined,
): DatabaseState | undefined {
  const place = `Secret ${name.namespace}/${name.name}`;
  const blocked = (reason: 'SecretMissing' | 'SecretInvalid', message: string) =>
    ({ state: 'blocked', reason, message }) as const;
  if (!values)
    return blocked(
      'SecretMissing',
      `${place} does not exist; create it with the connection URL under the key ${key}`,
    );
  const url = values[key];
  if (!url)
    return blocked('SecretMissing', `${place} has no key ${key}; put the connection URL there`);
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol))
    return blocked('SecretInvalid', `${key} in ${place} is not a postgresql:// URL`);
  return undefined;
}

/**
 * A server with a configured authority is not queried without it: otherwise another server could
 * impersonate it.
 */
function unknownAuthority(
  { caSecretRef }: DatabaseServer,
  { ca: name }: SecretNames,
  { ca }: SecretValues,
): DatabaseState | undefined {
  if (!caSecretRef || ca?.[caSecretRef.key]) return undefined;
  const message = `Secret ${name?.namespace}/${name?.name} with the certificate ${caSecretRef.key} of the server's authority is needed`;
  return { state: 'blocked', reason: 'SecretMissing', message };
}

/**
 * Whether the administrator can connect: then missing objects are created, otherwise the cause is
 * reported.
 */
async function repairable(
  missing: readonly string[],
  server: DatabaseServer | undefined,
  { admin: name }: SecretNames,
  secrets: SecretValues,
): Promise<DatabaseState> {
  const { admin } = secrets;
  const place = `Secret ${name?.namespace}/${name?.name}`;
  const need = `it is needed for ${missing.join(', ')}`;
  if (!server || !admin)
    return {
      state: 'blocked',
      reason: 'SecretMissing',
      message: `${place} does not exist; ${need}`,
    };
  if (!admin['username'] || !admin['password'])
    return {
      state: 'blocked',
      reason: 'SecretInvalid',
      message: `${place} lacks username or password; ${need}`,
    };
  try {
    await withConnection(
      adminUrl(server, admin),
      (client) => client.query('select'),
      tlsOf(server, secrets),
    );
    return { state: 'absent', missing };
  } catch (error) {
    const { reason, message } = connectionProblem(error);
    const failure = `${asked(`${server.host}:${server.port}`, `administrator ${admin['username']}`, reason)}: ${message}`;
    return {
      state: 'blocked',
      reason: reason === 'DatabaseMissing' ? 'DatabaseFailed' : reason,
      message: failure,
    };
  }
}

/** All environments of an unreachable server report the same message. */
const asked = (place: string, who: string, reason: string): string =>
  reason === 'Unreachable' ? place : `${place}, ${who}`;

interface SignedIn {
  readonly ledger: Ledger;
  /** Profiles that the database was ever seeded with. */
  readonly seeded: readonly string[];
  /** Whether the database was created completely. */
  readonly finished: boolean;
}

type NotSignedIn = ReturnType<typeof connectionProblem> & {
  readonly role: string;
  readonly kind: 'runtime' | 'migrator';
};

/**
 * Signs in as both roles; the migrator reads the ledger, the other whether the database was created
 * completely, if it was created here.
 */
async function signIn(
  { runtime, migrator }: SecretValues,
  ssl: SslMode | undefined,
  owner: string | undefined,
): Promise<SignedIn | NotSignedIn> {
  const as = async <T>(
    kind: 'runtime' | 'migrator',
    work: (client: Parameters<typeof isProvidedFor>[0]) => Promise<T>,
  ) => {
    const url = { runtime, migrator }[kind]?.['DATABASE_URL'] ?? '';
    try {
      return { answer: await withConnection(url, work, ssl) };
    } catch (error) {
      return { ...connectionProblem(error), role: decodeURIComponent(new URL(url).username), kind };
    }
  };
  const [asMigrator, asRuntime] = await Promise.all([
    as('migrator', async (client) => ({
      ledger: await ledgerOf(client),
      seeded: await seededProfiles(client),
    })),
    as('runtime', async (client) => owner === undefined || (await isProvidedFor(client, owner))),
  ]);
  if (!('answer' in asMigrator)) return asMigrator;
  return 'answer' in asRuntime ? { ...asMigrator.answer, finished: asRuntime.answer } : asRuntime;
}
