import { randomBytes } from 'node:crypto';
import type {
  AhltEnvironmentSpec,
  ConnectedEnvironment,
  DatabaseServer,
} from '#cdk8s/api/index.ts';
import { databaseUrl, runtimeRole } from '../clients/postgres.ts';
import type { SslMode } from '../clients/postgres-connection.ts';
import type { FirstPassword } from './first-passwords.ts';
import { passphrase } from './passphrase.ts';
import { type Fingerprints, fingerprint, type SecretValues } from './secrets.ts';

type DatabaseSpec = AhltEnvironmentSpec['database'];
type Wanted = Pick<ConnectedEnvironment, 'connections'> & {
  readonly spec: Pick<AhltEnvironmentSpec, 'database' | 'seed'>;
};
type Values = Readonly<Record<string, string>>;

/** Expected content of the two connection Secrets. */
export interface ConnectionValues {
  readonly runtime: Values;
  readonly migrator: Values;
}

/**
 * The values of the connection Secrets: existing ones are kept, missing ones generated. Only values
 * copied from elsewhere follow their source: host and authority of the server, the URL of an own
 * database, the graph's password.
 * @param fresh with new passwords for both roles, even if they exist
 */
export function connectionValues(
  { spec, connections }: Wanted,
  secrets: SecretValues,
  fresh = false,
): ConnectionValues {
  const { database, seed } = spec;
  const { database: server } = connections;
  const { runtime = {}, migrator = {} } = secrets;
  const url = (user: string, before: string | undefined) =>
    server
      ? databaseUrl(serverUrl(server), {
          user,
          database: database.name,
          password: (!fresh && passwordIn(before)) || newPassword(),
        })
      : urlOfOnesOwn(database, secrets);
  const ca = authorityOf(server, secrets);
  const authority = ca === undefined ? {} : { DATABASE_CA: ca };
  const graphPassword = secrets.graph?.['password'] ?? runtime['NEO4J_PASSWORD'];
  return {
    runtime: {
      DATABASE_URL: url(runtimeRole(database.name), runtime['DATABASE_URL']),
      ...authority,
      SESSION_KEY: runtime['SESSION_KEY'] ?? randomBytes(64).toString('hex'),
      ...(graphPassword && { NEO4J_PASSWORD: graphPassword }),
    },
    migrator: {
      DATABASE_URL: url(database.name, migrator['DATABASE_URL']),
      ...authority,
      ...(migrator['BOOTSTRAP_ADMIN_PASSWORD'] && {
        BOOTSTRAP_ADMIN_PASSWORD: migrator['BOOTSTRAP_ADMIN_PASSWORD'],
      }),
      ...(seed.profile === 'demo' &&
        migrator['DEMO_PASSWORD'] && { DEMO_PASSWORD: migrator['DEMO_PASSWORD'] }),
    },
  };
}

/** The values with the initial passwords for the next seed; existing ones are kept. */
export function withFirstPasswords(
  { runtime, migrator }: ConnectionValues,
  first: readonly FirstPassword[],
): ConnectionValues {
  const lacking = first.filter((key) => !migrator[key]);
  if (lacking.length === 0) return { runtime, migrator };
  return {
    runtime,
    migrator: { ...migrator, ...Object.fromEntries(lacking.map((key) => [key, passphrase()])) },
  };
}

type Connection = keyof ConnectionValues;

/** Whether the operator generated the password in this Secret. */
export const isMadeHere = (kind: Connection, secrets: SecretValues): boolean => {
  const password = passwordIn(secrets[kind]?.['DATABASE_URL']);
  return password !== undefined && fingerprint(password) === secrets.fingerprints?.[kind];
};

/**
 * Fingerprints of passwords generated now or earlier by the operator; none of those written by
 * others.
 */
export function newFingerprints(
  values: ConnectionValues,
  secrets: SecretValues,
  fresh: boolean,
): Fingerprints {
  const one = (kind: Connection) => {
    const password = passwordIn(values[kind]['DATABASE_URL']);
    const isNew = fresh || passwordIn(secrets[kind]?.['DATABASE_URL']) === undefined;
    return password !== undefined && (isNew || isMadeHere(kind, secrets))
      ? { [kind]: fingerprint(password) }
      : {};
  };
  return { ...one('runtime'), ...one('migrator') };
}

/** Problems of the connection Secrets as text; empty if there are none. */
export function missingValues(
  environment: Wanted,
  secrets: SecretValues,
  names: { runtime: { name: string }; migrator: { name: string } },
): string[] {
  const wanted = connectionValues(environment, secrets);
  return (['runtime', 'migrator'] as const).flatMap((kind) => {
    const there = secrets[kind];
    if (!there) return [`Secret ${names[kind].name}`];
    const wrong = Object.entries(wanted[kind]).filter(([key, value]) => there[key] !== value);
    return wrong.length > 0
      ? [`${wrong.map(([key]) => key).join(' and ')} in Secret ${names[kind].name}`]
      : [];
  });
}

/** Connection of the administrator to the server's maintenance database. */
export const adminUrl = (
  server: DatabaseServer,
  { username = '', password = '' }: Values,
): string => databaseUrl(serverUrl(server), { user: username, password, database: 'postgres' });

/** TLS to the server, by its mode and authority. */
export function tlsOf(server: DatabaseServer, secrets: SecretValues): SslMode {
  const ca = authorityOf(server, secrets);
  return ca === undefined ? server.sslMode : { ca };
}

/**
 * The authority's certificate, PEM; absent if the server has no private one or its Secret does not
 * exist yet.
 */
const authorityOf = (
  server: DatabaseServer | undefined,
  { ca }: SecretValues,
): string | undefined => server?.caSecretRef && ca?.[server.caSecretRef.key];

const serverUrl = ({ host, port }: DatabaseServer) =>
  `postgresql://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Letters and digits only, which need no escaping in a URL, a shell or a verifier. */
const newPassword = () => randomBytes(24).toString('hex');

function passwordIn(url: string | undefined): string | undefined {
  return url && URL.canParse(url)
    ? decodeURIComponent(new URL(url).password) || undefined
    : undefined;
}

const urlOfOnesOwn = ({ urlSecretRef }: DatabaseSpec, { url }: SecretValues) =>
  url?.[urlSecretRef?.key ?? ''] ?? '';
