import type { Cluster, ConnectedEnvironment } from '../api/index.ts';
import { releaseName } from '../api/index.ts';
import { inApplyOrder, type Manifest } from '../constructs/manifest.ts';
import {
  type Command,
  commandJob,
  connectionSecret,
  workloadManifests,
} from './environment-objects.ts';

/** Placeholder in a preview for a value that only exists in the cluster. */
const madeInCluster = 'created in the cluster';

/** The objects that the operator will apply for the image of the spec, in apply order. */
export const workloadPreview = (env: ConnectedEnvironment, { ingress }: Cluster): Manifest[] =>
  workloadManifests(env, {
    image: env.spec.image,
    secretChecksum: madeInCluster,
    graphPasswordSet: env.spec.graph.enabled,
    ingressController: ingress.controller,
  });

/** The Secrets that the operator will create: their keys, without values. */
export const secretsPreview = (env: ConnectedEnvironment): Manifest[] => {
  const values = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, madeInCluster]));
  const database = [
    'DATABASE_URL',
    ...(env.connections.database?.caSecretRef ? ['DATABASE_CA'] : []),
  ];
  return [
    connectionSecret(
      env,
      'runtime',
      values(...database, 'SESSION_KEY', ...(env.spec.graph.enabled ? ['NEO4J_PASSWORD'] : [])),
    ),
    connectionSecret(
      env,
      'migrator',
      values(
        ...database,
        'BOOTSTRAP_ADMIN_PASSWORD',
        ...(env.spec.seed.profile === 'demo' ? ['DEMO_PASSWORD'] : []),
      ),
    ),
  ];
};

/**
 * The Jobs that the operator may run, one per command; real ones have the hash of their inputs in
 * the name.
 */
export const jobsPreview = (env: ConnectedEnvironment): Manifest[] => {
  const { migrations, backups, resync, seed, graph } = env.spec;
  const run = (command: Command, image: string, deadlineSeconds: number, args: string[]) =>
    commandJob(env, {
      command,
      image,
      name: `${releaseName(env)}-${command}-preview`,
      key: 'preview',
      attempt: 1,
      deadlineSeconds,
      args,
    });
  const job = (command: Command, deadlineSeconds: number, ...args: string[]) =>
    run(command, env.spec.image, deadlineSeconds, [...args, '--json']);
  return inApplyOrder([
    job('plan', migrations.deadlineSeconds, 'migrate', '--plan'),
    ...(backups
      ? [
          run('backup', backups.image, backups.deadlineSeconds, [
            'plan-preview',
            String(backups.keep),
          ]),
        ]
      : []),
    job('migrate', migrations.deadlineSeconds, 'migrate'),
    ...(seed.profile === 'none'
      ? []
      : [job('seed', migrations.deadlineSeconds, 'seed', '--profile', seed.profile)]),
    ...(graph.enabled ? [job('resync', resync.deadlineSeconds, 'resync')] : []),
  ]);
};
