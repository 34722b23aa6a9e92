import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { backupScript } from './backup-script.ts';
import {
  podTemplate,
  postgresIdentity,
  registryAuth,
  restrictedContainer,
  restrictedPod,
  scratch,
} from './pod.ts';
import { backupEnvironment, resultFile } from './pod-environment.ts';
import type { ResourcesProps } from './quantity.ts';

export interface BackupProps {
  /** Name of the Job or the CronJob. */
  readonly name: string;
  /** Image with PostgreSQL's programs. */
  readonly image: string;
  /** Volume for the dumps. */
  readonly claimName: string;
  /** Arguments of the script. */
  readonly args: readonly string[];
  /** Labels of the object and of its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** ServiceAccount without a token. */
  readonly serviceAccountName: string;
  /** ConfigMap and Secret with the database connection. */
  readonly configMapName: string;
  readonly secretName: string;
  /** Secret with the credentials of the registry. @default none */
  readonly imagePullSecret?: string | undefined;
  /** Timeout in seconds, after which it is stopped and counts as failed. */
  readonly deadlineSeconds: number;
  readonly resources: ResourcesProps;
}

/** Where the volume is mounted. */
const folder = '/backups';

/**
 * One backup, created and verified once. Kubernetes never repeats it: the operator reads the result
 * first and decides.
 */
export class BackupJob extends Construct {
  constructor(scope: Construct, id: string, props: BackupProps) {
    super(scope, id);
    new ApiObject(this, 'job', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: props.name, labels: { ...props.labels } },
      spec: once(props),
    });
  }
}

/** Scheduled backups. One that could not start within an hour is skipped; two never run at once. */
export class ScheduledBackups extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { schedule, ...props }: BackupProps & { readonly schedule: string },
  ) {
    super(scope, id);
    const labels = { ...props.labels };
    new ApiObject(this, 'cron', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: props.name, labels },
      spec: {
        schedule,
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 3600,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        jobTemplate: { metadata: { labels }, spec: once(props) },
      },
    });
  }
}

const once = (props: BackupProps) => ({
  backoffLimit: 0,
  activeDeadlineSeconds: props.deadlineSeconds,
  template: podTemplate(props.labels, (pod) => tryingPod(pod, props), {
    container: { terminationMessagePath: resultFile },
  }),
});

function tryingPod(pod: Construct, props: BackupProps): kplus.PodProps {
  const claim = kplus.PersistentVolumeClaim.fromClaimName(pod, 'claim', props.claimName);
  return {
    ...restrictedPod(postgresIdentity),
    restartPolicy: kplus.RestartPolicy.NEVER,
    serviceAccount: kplus.ServiceAccount.fromServiceAccountName(
      pod,
      'service-account',
      props.serviceAccountName,
    ),
    ...registryAuth(pod, props.imagePullSecret),
    containers: [
      restrictedContainer({
        name: 'backup',
        image: props.image,
        command: ['sh', '-c', backupScript, 'backup'],
        args: props.args,
        resources: props.resources,
        identity: postgresIdentity,
        ...backupEnvironment(pod, props, folder),
        mounts: [
          {
            path: folder,
            volume: kplus.Volume.fromPersistentVolumeClaim(pod, 'backups', claim, {
              name: 'backups',
            }),
          },
          scratch(pod, 'tmp', '/tmp'),
        ],
      }),
    ],
  };
}
