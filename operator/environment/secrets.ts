import { createHash } from 'node:crypto';
import type { AhltEnvironment, ConnectedEnvironment } from '#cdk8s/api/index.ts';
import { connectionSecretName, namespaceOf } from '#cdk8s/charts/environment-names.ts';
import type { ObjectName } from '../clients/kubernetes-types.ts';
import { sorted } from './keys.ts';
import { decoded, marks, type SecretObject } from './resource.ts';

type NamedObject = Required<ObjectName>;
type Values = Readonly<Record<string, string>>;

/** Owner of the database, as in its comment on the server. */
export const databaseOwner = (env: AhltEnvironment) => `${namespaceOf(env)}/${env.metadata.name}`;

/** The Secrets that an environment owns or refers to. */
export interface SecretNames {
  readonly runtime: NamedObject;
  readonly migrator: NamedObject;
  /** Credential that may create roles and databases. */
  readonly admin?: NamedObject;
  /** Connection URL of an own database. */
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
  /** The rotation request that the migrator's password satisfies. */
  readonly rotatedFor?: string;
  readonly fingerprints?: Fingerprints;
}

/**
 * Which passwords of the connection Secrets the operator generated. Others were set by hand, or by
 * an earlier version.
 */
export interface Fingerprints {
  readonly runtime?: string;
  readonly migrator?: string;
}

/**
 * Represents a password on its Secret. Passwords have 192 random bits, so it cannot be reversed.
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
 * Changes with any value that a process of the app reads; empty while one of the two Secrets is
 * missing.
 */
export const secretChecksum = ({ runtime, migrator }: SecretValues): string =>
  runtime && migrator
    ? createHash('sha256')
        .update(JSON.stringify([sorted(runtime), migrator['DATABASE_URL']]))
        .digest('hex')
        .slice(0, 16)
    : '';
