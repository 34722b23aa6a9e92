import type { ConnectedEnvironment } from '#cdk8s/api/index.ts';
import { DatabaseTaken, provideDatabase } from '../clients/postgres.ts';
import { connectionProblem } from '../clients/postgres-connection.ts';
import { adminUrl, type ConnectionValues, connectionValues, tlsOf } from './connections.ts';
import { databaseOwner, type SecretValues } from './secrets.ts';
import type { DatabaseState } from './types.ts';

/** Writes the two Secrets; the migrator's last, marked with the rotation that it answers. */
export type WriteSecrets = (values: ConnectionValues, rotatedFor: string | undefined) => Promise<void>;

/**
 * Makes Secrets, roles and database. A crash anywhere converges: for the first time the Secrets come first and the server is made to
 * fit them; for a rotation the server comes first, and if the Secrets are not reached the next pass makes it fit the old ones again.
 * @returns what stands in the way, if it is not the operator's own failure
 */
export async function supplyDatabase(
  env: ConnectedEnvironment,
  secrets: SecretValues,
  { rotate, write }: { rotate?: string | undefined; write: WriteSecrets },
): Promise<DatabaseState | undefined> {
  const rotating = rotate !== undefined;
  const values = connectionValues(env, secrets, rotating);
  const rotatedFor = rotate ?? secrets.rotatedFor;
  if (!rotating) await write(values, rotatedFor);
  const refused = await provide(env, secrets, values);
  if (refused) return refused;
  if (rotating) await write(values, rotatedFor);
  return undefined;
}

async function provide(env: ConnectedEnvironment, secrets: SecretValues, values: ConnectionValues): Promise<DatabaseState | undefined> {
  const { admin = {} } = secrets;
  const { name } = env.spec.database;
  const { database: server } = env.connections;
  if (!server) return undefined;
  const password = (url = '') => decodeURIComponent(new URL(url).password);
  const request = {
    name,
    migratorPassword: password(values.migrator['DATABASE_URL']),
    runtimePassword: password(values.runtime['DATABASE_URL']),
    owner: databaseOwner(env),
    ssl: tlsOf(server, secrets),
  };
  try {
    await provideDatabase(adminUrl(server, admin), request);
    return undefined;
  } catch (error) {
    return { state: 'blocked', ...refusalOf(error, `${server.host}:${server.port}`) };
  }
}

/** A failure at the server, in the words of a condition. */
export function refusalOf(error: unknown, place: string): Omit<Extract<DatabaseState, { state: 'blocked' }>, 'state'> {
  if (error instanceof DatabaseTaken) return { reason: 'DatabaseTaken', message: error.message };
  const { reason, message } = connectionProblem(error);
  return { reason: reason === 'DatabaseMissing' ? 'DatabaseFailed' : reason, message: `${place}: ${message}` };
}
