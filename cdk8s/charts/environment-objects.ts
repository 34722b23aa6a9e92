import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  type AhltEnvironment,
  backupClaimName,
  type ConnectedEnvironment,
  releaseName,
} from '../api/index.ts';
import { BackupJob } from '../constructs/backup.ts';
import { CommandJob } from '../constructs/command-job.ts';
import { standardLabels, versionOf } from '../constructs/labels.ts';
import { type Manifest, manifests } from '../constructs/manifest.ts';
import { NetworkPolicy } from '../constructs/network-policy.ts';
import { WebWorkload } from '../constructs/web-workload.ts';
import { environmentVariables, mailVariables } from './environment-config.ts';
import { ingressRoutes } from './environment-ingress.ts';
import {
  type AppCommand,
  type Command,
  type ConnectionKind,
  configMapName,
  connectionSecretName,
  jobLabels,
  jobPods,
  namespaceOf,
} from './environment-names.ts';
import { environmentOpens, webAccepts, webOpens } from './environment-network.ts';

export type { Manifest } from '../constructs/manifest.ts';
export type { Command, ConnectionKind } from './environment-names.ts';

export interface WorkloadOptions {
  /** Image to run; differs from that of the spec during a rollback. */
  readonly image: string;
  /** Hash of the values of the Secrets that the pods read; a change restarts them. */
  readonly secretChecksum: string;
  /** Whether the Secret contains the graph's password; without it the app runs without a graph. */
  readonly graphPasswordSet: boolean;
  /**
   * Controller named by the IngressClass: decides which annotations contain limits and headers.
   * @default nginx.org/ingress-controller
   */
  readonly ingressController?: string | undefined;
}

/**
 * Everything that the operator applies for one environment except Secrets and Jobs, in apply order:
 * ServiceAccount, ConfigMap, NetworkPolicies, Service, PodDisruptionBudget (from 2 replicas on),
 * Deployment, Ingress. Plain JSON with sorted keys; equal input gives equal bytes.
 */
export function workloadManifests(env: ConnectedEnvironment, options: WorkloadOptions): Manifest[] {
  const release = releaseName(env);
  const labels = environmentLabels(env, 'web', options.image);
  const variables = { ...environmentVariables(env, options), ...mailVariables(env) };
  return manifests({ namespace: namespaceOf(env), labels }, (chart) => {
    new kplus.ConfigMap(chart, 'config', {
      metadata: { name: configMapName(env) },
      data: variables,
    });
    const web = {
      name: `${release}-web`,
      labels,
      pods: { app: release, 'app.kubernetes.io/component': 'web' },
    };
    new NetworkPolicy(chart, 'web-network', {
      ...web,
      accepts: webAccepts,
      opens: webOpens(env),
    });
    new NetworkPolicy(chart, 'job-network', {
      name: `${release}-jobs`,
      labels,
      pods: { [jobPods]: release },
      opens: environmentOpens(env),
    });
    new WebWorkload(chart, 'web', {
      release,
      image: options.image,
      imagePullSecret: env.spec.imagePullSecret,
      labels,
      replicas: env.spec.replicas,
      configMapName: configMapName(env),
      secretName: connectionSecretName(env, 'runtime'),
      mailSecretName: env.spec.mail?.credentialsSecret,
      configChecksum: checksum(variables, options.secretChecksum),
      resources: env.spec.resources,
      progressDeadlineSeconds: env.spec.rollout.deadlineSeconds,
    });
    ingressRoutes(chart, env, {
      labels,
      controller: options.ingressController ?? 'nginx.org/ingress-controller',
    });
  });
}

export interface CommandJobOptions {
  readonly command: Command;
  /** Image of the command: the new one, not the serving one; for a backup that of PostgreSQL. */
  readonly image: string;
  /** Name of the Job; unique by command, inputs and attempt. */
  readonly name: string;
  /** Hash of the command's inputs, in characters valid in a label. */
  readonly key: string;
  /** 1 for the first attempt with this key. */
  readonly attempt: number;
  /** Seconds after which the Job is stopped and counts as failed. */
  readonly deadlineSeconds: number;
  /**
   * The command line after `app.js`, e.g. `['migrate', '--json']`; for a backup the arguments of
   * its script.
   */
  readonly args: readonly string[];
}

/**
 * A Job that runs one command of the app, or a backup, once. Requires the ConfigMap and the Secret
 * of the environment.
 */
export function commandJob(
  env: AhltEnvironment,
  { command, image, name, key, attempt, deadlineSeconds, args }: CommandJobOptions,
): Manifest {
  const labels = {
    ...environmentLabels(env, command, image),
    [jobPods]: releaseName(env),
    [jobLabels.command]: command,
    [jobLabels.key]: key,
    [jobLabels.attempt]: String(attempt),
  };
  const run = {
    name,
    image,
    imagePullSecret: env.spec.imagePullSecret,
    args,
    labels,
    serviceAccountName: releaseName(env),
    configMapName: configMapName(env),
    deadlineSeconds,
    resources: env.spec.resources,
  };
  return only(
    manifests({ namespace: namespaceOf(env) }, (chart) => {
      if (command === 'backup') {
        const claimName = env.spec.backups?.claimName ?? backupClaimName(env);
        new BackupJob(chart, 'backup', {
          ...run,
          claimName,
          secretName: connectionSecretName(env, 'migrator'),
        });
      } else {
        new CommandJob(chart, 'command', {
          ...run,
          secretName: connectionSecretName(env, connectionOf[command]),
        });
      }
    }),
  );
}

/** `plan` only reads, but before the first migration the runtime role cannot see the ledger. */
const connectionOf: Readonly<Record<AppCommand, ConnectionKind>> = {
  plan: 'migrator',
  migrate: 'migrator',
  seed: 'migrator',
  resync: 'runtime',
};

/**
 * The Secret with the connection of one role. `values` are clear text; the operator generates them,
 * and no file ever contains them.
 */
export function connectionSecret(
  env: AhltEnvironment,
  kind: ConnectionKind,
  values: Readonly<Record<string, string>>,
): Manifest {
  const labels = environmentLabels(env, kind === 'runtime' ? 'web' : 'migrate');
  return only(
    manifests({ namespace: namespaceOf(env), labels }, (chart) => {
      // Not cdk8s-plus' Secret, which writes `stringData`: the API server never returns that, so a
      // comparison would always differ.
      new ApiObject(chart, 'secret', {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: connectionSecretName(env, kind) },
        type: 'Opaque',
        data: Object.fromEntries(
          Object.entries(values).map(([key, value]) => [
            key,
            Buffer.from(value).toString('base64'),
          ]),
        ),
      });
    }),
  );
}

/** Labels of the objects of an environment; without an image also without a version. */
const environmentLabels = (
  env: AhltEnvironment,
  component: string,
  image?: string,
): Record<string, string> =>
  standardLabels({
    release: releaseName(env),
    component,
    managedBy: 'ahlt-operator',
    ...(image === undefined ? {} : { version: versionOf(image) }),
  });

const checksum = (variables: Readonly<Record<string, string>>, secretChecksum: string): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        Object.entries(variables).toSorted(([a], [b]) => (a < b ? -1 : 1)),
        secretChecksum,
      ]),
    )
    .digest('hex')
    .slice(0, 16);

function only(objects: readonly Manifest[]): Manifest {
  const [object] = objects;
  if (object === undefined || objects.length > 1)
    throw new Error(`one object was expected, not ${objects.length}`);
  return object;
}
