import { type AhltEnvironment, group, releaseName } from '../api/index.ts';

/** Commands of the app that the operator runs as Jobs. `plan` is `migrate --plan`. */
export type AppCommand = 'plan' | 'migrate' | 'seed' | 'resync';

/**
 * What the operator runs to completion: commands of the app, and PostgreSQL's programs that create
 * and verify a backup.
 */
export type Command = AppCommand | 'backup';

/**
 * The connection in a Secret: the runtime role reads and writes rows, the migrator owns the schema.
 */
export type ConnectionKind = 'runtime' | 'migrator';

/** Names of the objects of an environment that others refer to. */
export const configMapName = (env: AhltEnvironment): string => `${releaseName(env)}-config`;
export const connectionSecretName = (env: AhltEnvironment, kind: ConnectionKind): string =>
  `${releaseName(env)}-${kind === 'runtime' ? 'secret' : 'migrator'}`;

/** Namespace of an environment; the same as its release unless the resource specifies another. */
export const namespaceOf = (env: AhltEnvironment): string =>
  env.metadata.namespace ?? releaseName(env);

/** Labels of a Job: its command, inputs and attempt. */
export const jobLabels = {
  command: `${group}/command`,
  key: `${group}/key`,
  attempt: `${group}/attempt`,
} as const;

/**
 * Label of the pods of Jobs with the release as value, because a policy cannot select by "has a
 * command".
 */
export const jobPods = `${group}/job-of`;

/** Label of the namespaces of environments, selected by network policies of shared servers. */
export const environmentNamespaceLabel = `${group}/environment`;

/**
 * Label of the namespace of the ingress controller, the only one that can reach the pods of an
 * environment.
 */
export const ingressNamespaceLabel = { [`${group}/ingress`]: 'true' } as const;

/** Label that lets the pods of a namespace read metrics. */
export const scrapingNamespaceLabel = { [`${group}/scrapes-metrics`]: 'true' } as const;
