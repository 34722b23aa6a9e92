import type { ConnectedEnvironment, DatabaseServer } from '#cdk8s/api/index.ts';
import { isProvidedFor, runtimeRole } from '../clients/postgres.ts';
import { connectionProblem, type SslMode, withConnection } from '../clients/postgres-connection.ts';
import { readLedger } from '../clients/postgres-ledger.ts';
import { adminUrl, missingValues, tlsOf } from './connections.ts';
import { databaseOwner, type SecretNames, type SecretValues } from './secrets.ts';
import type { DatabaseState, Ledger } from './types.ts';

/** How an environment's database is looked at; reads only. */
export type InspectDatabase = (env: ConnectedEnvironment, names: SecretNames, secrets: SecretValues) => Promise<DatabaseState>;

/** Secrets first, then both roles sign in and the ledger is read. What the admin credential can repair is `absent`, the rest `blocked`. */
export const inspectDatabase: InspectDatabase = async (env, names, secrets) => {
  const { spec } = env;
  const { name: database, urlSecretRef } = spec.database;
  const { database: server } = env.connections;
  const rotated = secrets.rotatedFor === undefined ? {} : { rotatedFor: secrets.rotatedFor };
  if (names.url) {
    const refused = refusedUrl(names.url, urlSecretRef?.key ?? '', secrets.url);
    if (refused) return refused;
  }
  const unknown = server && unknownAuthority(server, names, secrets);
  if (unknown) return unknown;
  const ssl = server && tlsOf(server, secrets);
  const missing = missingValues(env, secrets, names);
  if (missing.length > 0) return server ? await repairable(missing, server, names, secrets) : { state: 'absent', missing };
  const signedIn = await signIn(secrets, ssl, server && databaseOwner(env));
  if ('ledger' in signedIn && signedIn.finished) return { state: 'ready', ledger: signedIn.ledger, ...rotated };
  if ('ledger' in signedIn) return await repairable([`rights of role ${runtimeRole(database)}`], server, names, secrets);
  const { reason, message, role } = signedIn;
  const place = server ? `${server.host}:${server.port}` : `the URL in Secret ${names.url?.name}`;
  const told = {
    state: 'blocked',
    reason: reason === 'DatabaseMissing' ? 'DatabaseFailed' : reason,
    message: `${place}, role ${role}: ${message}`,
  } as const;
  if (!server || reason === 'Unreachable' || reason === 'DatabaseFailed') return told;
  const lacking = reason === 'DatabaseMissing' ? `database ${database}` : `role ${role} with the password of its Secret`;
  return await repairable([lacking], server, names, secrets);
};

function refusedUrl(
  name: { namespace: string; name: string },
  key: string,
  values: Readonly<Record<string, string>> | undefined,
): DatabaseState | undefined {
  const place = `Secret ${name.namespace}/${name.name}`;
  const blocked = (reason: 'SecretMissing' | 'SecretInvalid', message: string) => ({ state: 'blocked', reason, message }) as const;
  if (!values) return blocked('SecretMissing', `${place} does not exist; create it with the connection URL under the key ${key}`);
  const url = values[key];
  if (!url) return blocked('SecretMissing', `${place} has no key ${key}; put the connection URL there`);
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol))
    return blocked('SecretInvalid', `${key} in ${place} is not a postgresql:// URL`);
  return undefined;
}

/** A server whose authority is named is not asked without it: believed blindly, anybody could answer in its place. */
function unknownAuthority({ caSecretRef }: DatabaseServer, { ca: name }: SecretNames, { ca }: SecretValues): DatabaseState | undefined {
  if (!caSecretRef || ca?.[caSecretRef.key]) return undefined;
  const message = `Secret ${name?.namespace}/${name?.name} with the certificate ${caSecretRef.key} of the server's authority is needed`;
  return { state: 'blocked', reason: 'SecretMissing', message };
}

/** Whether the administrator can be asked: only then is what is missing made, otherwise the cause is told. */
async function repairable(
  missing: readonly string[],
  server: DatabaseServer | undefined,
  { admin: name }: SecretNames,
  secrets: SecretValues,
): Promise<DatabaseState> {
  const { admin } = secrets;
  const place = `Secret ${name?.namespace}/${name?.name}`;
  const need = `it is needed for ${missing.join(', ')}`;
  if (!server || !admin) return { state: 'blocked', reason: 'SecretMissing', message: `${place} does not exist; ${need}` };
  if (!admin['username'] || !admin['password'])
    return { state: 'blocked', reason: 'SecretInvalid', message: `${place} lacks username or password; ${need}` };
  try {
    await withConnection(adminUrl(server, admin), (client) => client.query('select'), tlsOf(server, secrets));
    return { state: 'absent', missing };
  } catch (error) {
    const { reason, message } = connectionProblem(error);
    const told = `${server.host}:${server.port}, administrator ${admin['username']}: ${message}`;
    return { state: 'blocked', reason: reason === 'DatabaseMissing' ? 'DatabaseFailed' : reason, message: told };
  }
}

type SignIn = { readonly ledger: Ledger; readonly finished: boolean } | (ReturnType<typeof connectionProblem> & { readonly role: string });

/** Both roles sign in; the migrator reads the ledger, the other one whether the database was made to the end, if it was made here. */
async function signIn({ runtime, migrator }: SecretValues, ssl: SslMode | undefined, owner: string | undefined): Promise<SignIn> {
  const as = async <T>(url = '', work: (url: string) => Promise<T>) => {
    try {
      return { answer: await work(url) };
    } catch (error) {
      return { ...connectionProblem(error), role: decodeURIComponent(new URL(url).username) };
    }
  };
  const finished = (client: Parameters<typeof isProvidedFor>[0]) => owner === undefined || isProvidedFor(client, owner);
  const [asMigrator, asRuntime] = await Promise.all([
    as(migrator?.['DATABASE_URL'], (url) => readLedger(url, ssl)),
    as(runtime?.['DATABASE_URL'], (url) => withConnection(url, async (client) => await finished(client), ssl)),
  ]);
  if (!('answer' in asMigrator)) return asMigrator;
  return 'answer' in asRuntime ? { ledger: asMigrator.answer, finished: asRuntime.answer } : asRuntime;
}
