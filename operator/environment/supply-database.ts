import type { ConnectedEnvironment } from '#cdk8s/api/index.ts';
import { DatabaseLost, DatabaseTaken, provideDatabase } from '../clients/postgres.ts';
import { connectionProblem, withConnection } from '../clients/postgres-connection.ts';
import {
  adminUrl,
  type ConnectionValues,
  connectionValues,
  newFingerprints,
  tlsOf,
  withFirstPasswords,
} from './connections.ts';
import { firstPasswords, seededProfiles } from './first-passwords.ts';
import { passwordChanged } from './password-changed.ts';
import {
  databaseOwner,
  type Fingerprints,
  type SecretNames,
  type SecretValues,
} from './secrets.ts';
import type { DatabaseState } from './types.ts';

/** Metadata written with the values. */
export interface SecretMarks {
  /** The rotation request that the migrator's password satisfies. */
  readonly rotatedFor?: string;
  readonly fingerprints: Fingerprints;
}

/** Writes the two Secrets; the migrator's last, marked with the rotation that it satisfies. */
export type WriteSecrets = (values: ConnectionValues, marks: SecretMarks) => Promise<void>;

/**
 * Creates Secrets, roles and database. Converges after a crash at any point: initially the Secrets
 * are written first and the server is made to match; for a rotation the server is changed first,
 * and if the Secrets are not written, the next pass makes it match the old ones again. A password
 * written into a Secret by hand never becomes that of a role.
 * @returns what prevents it, if it is not the operator's own failure
 */
export async function supplyDatabase(
  env: ConnectedEnvironment,
  names: SecretNames,
  secrets: SecretValues,
  { rotate, write }: { rotate?: string | undefined; write: WriteSecrets },
): Promise<DatabaseState | undefined> {
  const rotating = rotate !== undefined;
  const values = connectionValues(env, secrets, rotating);
  const fingerprints = newFingerprints(values, secrets, rotating);
  const rotatedFor = rotate ?? secrets.rotatedFor;
  const marks = { fingerprints, ...(rotatedFor !== undefined && { rotatedFor }) };
  if (!rotating) await write(values, marks);
  const supplied = await supply(env, { names, secrets, values, fingerprints });
  if ('state' in supplied) return supplied;
  if (rotating || supplied.migrator !== values.migrator) await write(supplied, marks);
  return undefined;
}

interface Supply {
  readonly names: SecretNames;
  readonly secrets: SecretValues;
  readonly values: ConnectionValues;
  readonly fingerprints: Fingerprints;
}

/** Makes the server match the values, then adds the initial passwords for the next seed. */
async function supply(
  env: ConnectedEnvironment,
  { names, secrets, values, fingerprints }: Supply,
): Promise<ConnectionValues | Extract<DatabaseState, { state: 'blocked' }>> {
  const { database: server } = env.connections;
  const ssl = server && tlsOf(server, secrets);
  try {
    if (server) await provide(env, { server, secrets, values, fingerprints });
    const seeded = await withConnection(values.migrator['DATABASE_URL'] ?? '', seededProfiles, ssl);
    return withFirstPasswords(values, firstPasswords(env.spec, seeded));
  } catch (error) {
    if (connectionProblem(error).reason === 'WrongPassword' && server && !fingerprints.migrator)
      return passwordChanged(env, names.migrator);
    return {
      state: 'blocked',
      ...refusalOf(
        error,
        server ? `${server.host}:${server.port}` : `the URL in Secret ${names.url?.name}`,
      ),
    };
  }
}

async function provide(
  env: ConnectedEnvironment,
  {
    server,
    secrets,
    values,
    fingerprints,
  }: Omit<Supply, 'names'> & {
    server: NonNullable<ConnectedEnvironment['connections']['database']>;
  },
): Promise<void> {
  const password = (url = '') => decodeURIComponent(new URL(url).password);
  await provideDatabase(adminUrl(server, secrets.admin ?? {}), {
    name: env.spec.database.name,
    migratorPassword: password(values.migrator['DATABASE_URL']),
    runtimePassword: password(values.runtime['DATABASE_URL']),
    keepPasswords: { migrator: !fingerprints.migrator, runtime: !fingerprints.runtime },
    owner: databaseOwner(env),
    ssl: tlsOf(server, secrets),
    holdsData: env.status?.schema !== undefined,
  });
}

/** A failure at the server, in the terms of a condition. */
export function refusalOf(
  error: unknown,
  place: string,
): Omit<Extract<DatabaseState, { state: 'blocked' }>, 'state'> {
  if (error instanceof DatabaseTaken) return { reason: 'DatabaseTaken', message: error.message };
  if (error instanceof DatabaseLost)
    return {
      reason: 'DatabaseLost',
      message: `${place}: ${error.message}; restore it there (docs/runbooks/restore.md), or name the server that has it`,
    };
  const { reason, message } = connectionProblem(error);
  return {
    reason: reason === 'DatabaseMissing' ? 'DatabaseFailed' : reason,
    message: `${place}: ${message}`,
  };
}
