import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DisruptionBudget, spread } from './availability.ts';
import { podSelector } from './labels.ts';
import {
  appIdentity,
  httpProbe,
  refine,
  registryAuth,
  restrictedContainer,
  restrictedPod,
  scratch,
} from './pod.ts';
import { appEnvironment, mailCredentials } from './pod-environment.ts';
import type { ResourcesProps } from './quantity.ts';
import { Service } from './service.ts';

export interface WebWorkloadProps {
  /** Name of the Deployment, Service and ServiceAccount, and value of the label `app`. */
  readonly release: string;
  /** Image with tag or digest; never `latest`. */
  readonly image: string;
  /** Secret with the credentials of the registry. @default none */
  readonly imagePullSecret?: string | undefined;
  /** Labels of the objects and of the pods. */
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Number of pods; from 2 on with disruption budget and spread over nodes.
   * @default 1
   */
  readonly replicas?: number;
  /** Port the container listens on, and the Service. @default 8080 */
  readonly port?: number;
  /** Port of the metrics; not part of the Service. @default 9464 */
  readonly metricsPort?: number;
  /** ConfigMap and Secret whose keys become variables. */
  readonly configMapName: string;
  readonly secretName: string;
  /** Secret with `username` and `password` of the mail server. @default no authentication */
  readonly mailSecretName?: string | undefined;
  /** Hash of everything the pods read only at startup; a change restarts them. */
  readonly configChecksum: string;
  readonly resources: ResourcesProps;
  /** Seconds a rollout may take before the Deployment reports no progress. @default 300 */
  readonly progressDeadlineSeconds?: number;
}

/**
 * Seconds between removal from the Service and SIGTERM, so that no request reaches a pod that is
 * shutting down.
 */
const deregistrationSeconds = 3;

/**
 * A stateless web server under the restricted Pod Security profile: ServiceAccount without a token,
 * Service, Deployment and disruption budget.
 */
export class WebWorkload extends Construct {
  constructor(scope: Construct, id: string, props: WebWorkloadProps) {
    super(scope, id);
    const { release, labels, port = 8080, metricsPort = 9464, replicas = 1 } = props;
    const metadata = { name: release, labels: { ...labels } };

    new kplus.ServiceAccount(this, 'service-account', { metadata, automountToken: false });
    new Service(this, 'service', {
      name: release,
      labels,
      pods: podSelector(release, 'web'),
      ports: { http: port },
    });
    if (replicas >= 2)
      new DisruptionBudget(this, 'disruption-budget', {
        name: release,
        labels,
        pods: podSelector(release, 'web'),
      });

    const environment = appEnvironment(this, props, { reports: false });
    const deployment = new kplus.Deployment(this, 'deployment', {
      metadata,
      podMetadata: {
        labels: { ...labels },
        annotations: { 'platform.ahlt.dev/config-checksum': props.configChecksum },
      },
      replicas,
      select: false,
      spread: false,
      minReady: Duration.seconds(0),
      progressDeadline: Duration.seconds(props.progressDeadlineSeconds ?? 300),
      // A new pod is ready before an old one stops: the number of serving pods never drops.
      strategy: kplus.DeploymentStrategy.rollingUpdate({
        maxSurge: kplus.PercentOrAbsolute.absolute(1),
        maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
      }),
      serviceAccount: kplus.ServiceAccount.fromServiceAccountName(this, 'identity', release),
      ...restrictedPod(appIdentity),
      ...registryAuth(this, props.imagePullSecret),
      containers: [
        restrictedContainer({
          name: 'ahlt',
          image: props.image,
          command: ['node', 'app.js'],
          args: ['serve'],
          ports: [
            { name: 'http', number: port },
            { name: 'metrics', number: metricsPort },
          ],
          resources: props.resources,
          identity: appIdentity,
          envFrom: environment.envFrom,
          env: { ...environment.env, ...mailCredentials(this, props.mailSecretName) },
          // Three uploads of 50 MB wait here for their import (app/data-manager/turns.ts).
          mounts: [scratch(this, 'tmp', '/tmp', 192)],
          startup: httpProbe('/healthz', port, { every: 2, failures: 30 }),
          readiness: httpProbe('/readyz', port, { every: 5, failures: 3 }),
          liveness: httpProbe('/healthz', port, { every: 10, failures: 3 }),
        }),
      ],
    });
    deployment.select(kplus.LabelSelector.of({ labels: podSelector(release, 'web') }));
    refine(ApiObject.of(deployment), {
      workload: { revisionHistoryLimit: 3 },
      pod: replicas >= 2 ? { topologySpreadConstraints: spread(podSelector(release, 'web')) } : {},
      container: { lifecycle: { preStop: { sleep: { seconds: deregistrationSeconds } } } },
    });
  }
}
