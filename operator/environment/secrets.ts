import { createHash } from 'node:crypto';
import type { AhltEnvironment, ConnectedEnvironment } from '#cdk8s/api/index.ts';
import { connectionSecretName, namespaceOf } from '#cdk8s/charts/environment-names.ts';
import type { ObjectName } from '../clients/kubernetes-types.ts';
import { sorted } from './keys.ts';
import { decoded, marks, type SecretObject } from './resource.ts';

type NamedObject = Required<ObjectName>;
type Values = Readonly<Record<string, string>>;

/** Whose database it is, as its comment on the server says. */
export const databaseOwner = (env: AhltEnvironment) => `${namespaceOf(env)}/${env.metadata.name}`;

/** The Secrets an environment has or refers to. */
export interface SecretNames {
  readonly runtime: NamedObject;
  readonly migrator: NamedObject;
  /** Credential that may create roles and databases. */
  readonly admin?: NamedObject;
  /** Connection URL of a database of one's own. */
  readonly url?: NamedObject;
  readonly graph?: NamedObject;
  /** Authority that issued the server's certificate. */
  readonly ca?: NamedObject;
}

export function secretNames(env: ConnectedEnvironment): SecretNames {
  const namespace = namespaceOf(env);
  const { database, graph } = env.connections;
  const { urlSecretRef } = env.spec.database;
  const named = (ref: NamedObject | undefined) =>
    ref && { name: ref.name, namespace: ref.namespace };
  const admin = named(database?.adminSecretRef);
  const ca = named(database?.caSecretRef);
  const url = urlSecretRef && { name: urlSecretRef.name, namespace };
  const graphRef = named(graph?.secretRef);
  return {
    runtime: { name: connectionSecretName(env, 'runtime'), namespace },
    migrator: { name: connectionSecretName(env, 'migrator'), namespace },
    ...(admin && { admin }),
    ...(ca && { ca }),
    ...(url && { url }),
    ...(graphRef && { graph: graphRef }),
  };
}

export const listed = (names: SecretNames): NamedObject[] => Object.values(names);

/** The values of these Secrets; missing ones are absent. */
export interface SecretValues {
  readonly runtime?: Values;
  readonly migrator?: Values;
  readonly admin?: Values;
  readonly url?: Values;
  readonly graph?: Values;
  readonly ca?: Values;
  /** The rotation request that the migrator's password answers. */
  readonly rotatedFor?: string;
  readonly fingerprints?: Fingerprints;
}

/**
 * Which passwords of the connection Secrets the operator made. Any other was put there by hand, or
 * by an earlier version.
 */
export interface Fingerprints {
  readonly runtime?: string;
  readonly migrator?: string;
}

/**
 * Stands for a password on its Secret. The passwords are random, 192 bits, so nothing leads back to
 * them.
 */
export const fingerprint = (password: string): string =>
  createHash('sha256').update(`ahlt ${password}`).digest('hex').slice(0, 32);

export function secretValues(
  names: SecretNames,
  get: (name: ObjectName) => SecretObject | undefined,
): SecretValues {
  const found = Object.entries(names).flatMap(([role, name]) => {
    const secret = get(name);
    return secret ? [[role, decoded(secret)] as const] : [];
  });
  const annotation = (name: ObjectName, mark: string) => get(name)?.metadata.annotations?.[mark];
  const rotatedFor = annotation(names.migrator, marks.rotatedFor);
  const [runtime, migrator] = [names.runtime, names.migrator].map((name) =>
    annotation(name, marks.password),
  );
  const fingerprints = { ...(runtime && { runtime }), ...(migrator && { migrator }) };
  return { ...Object.fromEntries(found), fingerprints, ...(rotatedFor && { rotatedFor }) };
}

/**
 * Changes when a value changes that a process of the app reads; empty while one of the two Secrets
 * is missing.
 */
export const secretChecksum = ({ runtime, migrator }: SecretValues): string =>
  runtime && migrator
    ? createHash('sha256')
        .update(JSON.stringify([sorted(runtime), migrator['DATABASE_URL']]))
        .digest('hex')
        .slice(0, 16)
    : '';
