import { ApiObject } from 'cdk8s';
import { type AhltEnvironment, backupClaimName, type Cluster, releaseName } from '../api/index.ts';
import { ScheduledBackups } from '../constructs/backup.ts';
import { standardLabels } from '../constructs/labels.ts';
import { type Manifest, manifests } from '../constructs/manifest.ts';
import { configMapName, connectionSecretName, jobPods, namespaceOf } from './environment-names.ts';

/** Whether we create the volume of an environment's backups. */
export const ownsBackups = (env: AhltEnvironment, { backups }: Cluster): boolean =>
  backups !== undefined && env.spec.backups?.claimName === backupClaimName(env);

/**
 * The volume of an environment's backups, and scheduled backups; before a plan the operator makes
 * one on the same volume. It has no owner in the cluster, so it is kept when the environment is
 * deleted.
 */
export function backupsChart(env: AhltEnvironment, cluster: Cluster): Manifest[] {
  const { backups } = env.spec;
  const shared = cluster.backups;
  if (backups === undefined || shared === undefined || !ownsBackups(env, cluster)) return [];
  const labels = standardLabels({
    release: releaseName(env),
    component: 'backup',
    managedBy: 'ahlt-synth',
  });
  return manifests({ namespace: namespaceOf(env), labels }, (chart) => {
    new ApiObject(chart, 'volume', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: backups.claimName },
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(cluster.storage.className === undefined
          ? {}
          : { storageClassName: cluster.storage.className }),
        resources: { requests: { storage: shared.storage } },
      },
    });
    new ScheduledBackups(chart, 'scheduled', {
      name: `${releaseName(env)}-backup`,
      schedule: shared.schedule,
      image: backups.image,
      imagePullSecret: env.spec.imagePullSecret,
      claimName: backups.claimName,
      args: ['nightly', String(backups.keep)],
      labels: { ...labels, [jobPods]: releaseName(env) },
      serviceAccountName: releaseName(env),
      configMapName: configMapName(env),
      secretName: connectionSecretName(env, 'migrator'),
      deadlineSeconds: backups.deadlineSeconds,
      resources: env.spec.resources,
    });
  });
}
