import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  appIdentity,
  refine,
  registryAuth,
  restrictedContainer,
  restrictedPod,
  scratch,
} from './pod.ts';
import { appEnvironment, resultFile } from './pod-environment.ts';
import type { ResourcesProps } from './quantity.ts';

export interface CommandJobProps {
  /** Name of the Job. */
  readonly name: string;
  /** Image with tag or digest; never `latest`. */
  readonly image: string;
  /** Secret with the credentials of the registry. @default none */
  readonly imagePullSecret?: string | undefined;
  /** Arguments after `node app.js`, e.g. `['migrate', '--json']`. */
  readonly args: readonly string[];
  /** Labels of the Job and of its pod. */
  readonly labels: Readonly<Record<string, string>>;
  /** ServiceAccount without a token. */
  readonly serviceAccountName: string;
  /** ConfigMap and Secret whose keys become variables. */
  readonly configMapName: string;
  readonly secretName: string;
  /** Timeout in seconds, after which the command is stopped and counts as failed. */
  readonly deadlineSeconds: number;
  readonly resources: ResourcesProps;
}

/**
 * One command of the app, run once. Kubernetes never repeats it: the operator reads the result
 * first and decides. The result is the termination message, or the last lines of the log if the
 * command wrote none.
 */
export class CommandJob extends Construct {
  constructor(scope: Construct, id: string, props: CommandJobProps) {
    super(scope, id);
    const job = new kplus.Job(this, 'job', {
      metadata: { name: props.name, labels: { ...props.labels } },
      podMetadata: { labels: { ...props.labels } },
      select: false,
      spread: false,
      backoffLimit: 0,
      activeDeadline: Duration.seconds(props.deadlineSeconds),
      restartPolicy: kplus.RestartPolicy.NEVER,
      serviceAccount: kplus.ServiceAccount.fromServiceAccountName(
        this,
        'service-account',
        props.serviceAccountName,
      ),
      ...restrictedPod(appIdentity),
      ...registryAuth(this, props.imagePullSecret),
      containers: [
        restrictedContainer({
          name: 'ahlt',
          image: props.image,
          command: ['node', 'app.js'],
          args: props.args,
          resources: props.resources,
          identity: appIdentity,
          ...appEnvironment(this, props, { reports: true }),
          mounts: [scratch(this, 'tmp', '/tmp')],
        }),
      ],
    });
    refine(ApiObject.of(job), { container: { terminationMessagePath: resultFile } });
  }
}
