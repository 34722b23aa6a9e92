import { ApiObject, type Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Cluster } from '../api/index.ts';
import { spread } from '../constructs/availability.ts';
import { podSelector, standardLabels } from '../constructs/labels.ts';
import {
  httpProbe,
  type Identity,
  refine,
  registryAuth,
  restrictedContainer,
  restrictedPod,
  scratch,
} from '../constructs/pod.ts';
import { ingressName } from './cluster-names.ts';

/** A cluster in which we run the ingress controller. */
export type WithController = Cluster & {
  readonly ingress: { readonly deployment: NonNullable<Cluster['ingress']['deployment']> };
};

/** Whether we run the controller; the cluster may provide its own. */
export const isDeployed = (cluster: Cluster): cluster is WithController =>
  cluster.ingress.deployment !== undefined;

export const controllerPods = podSelector(ingressName, 'ingress');
export const controllerPorts = { http: 80, https: 443 };
export const metricsPort = 9113;
const probePort = 8081;

/** Labels of the controller's objects. */
export const labelsFor = (component: string, version?: string): Record<string, string> =>
  standardLabels({
    release: ingressName,
    name: ingressName,
    component,
    managedBy: 'ahlt-synth',
    ...(version === undefined ? {} : { version }),
  });

/**
 * Global settings of the controller (its ConfigMap); annotations of the Ingresses set what differs
 * by path.
 */
export const settings = {
  'ssl-protocols': 'TLSv1.2 TLSv1.3',
  'ssl-prefer-server-ciphers': 'True',
  'server-tokens': 'False',
  'client-max-body-size': '1m',
  http2: 'True',
  // One request id in all logs, from the client's own header to the app's response; client
  // addresses are forwarded anyway.
  'location-snippets': 'proxy_set_header X-Request-ID $request_id;',
  'log-format-escaping': 'json',
  'log-format':
    '{"time":"$time_iso8601","request_id":"$request_id","client":"$remote_addr","host":"$host","method":"$request_method","path":"$uri","status":$status,"bytes":$bytes_sent,"seconds":$request_time}',
};

/** User `nginx` of the image. */
const nginxIdentity: Identity = { user: 101, group: 101 };

/**
 * The controller's pods. They write configuration, caches and logs below a read-only root, so each
 * of those folders is a volume.
 */
export function controllerDeployment(
  chart: Chart,
  { ingress: { className, deployment }, registry }: WithController,
  watched: readonly string[],
  labels: Readonly<Record<string, string>>,
): void {
  const { image, replicas, resources, hostPorts } = deployment;
  const configuration = scratch(chart, 'etc', '/etc/nginx', 16);
  const server = { image, resources, identity: nginxIdentity };
  const controller = new kplus.Deployment(chart, 'deployment', {
    metadata: { name: ingressName },
    podMetadata: { labels: { ...labels } },
    replicas,
    select: false,
    spread: false,
    minReady: Duration.seconds(0),
    progressDeadline: Duration.seconds(300),
    // Two pods cannot use the same host port, so the old one is stopped first.
    strategy: kplus.DeploymentStrategy.rollingUpdate({
      maxSurge: kplus.PercentOrAbsolute.absolute(hostPorts ? 0 : 1),
      maxUnavailable: kplus.PercentOrAbsolute.absolute(hostPorts ? 1 : 0),
    }),
    serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'identity', ingressName),
    ...restrictedPod(nginxIdentity),
    automountServiceAccountToken: true,
    ...(image.startsWith(`${registry.host}/`) && registryAuth(chart, registry.pullSecret)),
    initContainers: [
      restrictedContainer({
        ...server,
        name: 'copy-configuration',
        command: ['cp', '-R', '/etc/nginx/.', '/etc-copy'],
        mounts: [{ ...configuration, path: '/etc-copy' }],
      }),
    ],
    containers: [
      restrictedContainer({
        ...server,
        name: 'nginx-ingress',
        args: [
          '-nginx-configmaps=$(POD_NAMESPACE)/nginx-config',
          `-ingress-class=${className}`,
          `-watch-namespace=${watched.join(',')}`,
          '-enable-custom-resources=false',
          '-enable-snippets=false',
          '-enable-telemetry-reporting=false',
          '-enable-prometheus-metrics=true',
          `-prometheus-metrics-listen-port=${metricsPort}`,
          '-ready-status=true',
          `-ready-status-port=${probePort}`,
          '-report-ingress-status=true',
          `-external-service=${ingressName}`,
          `-leader-election-lock-name=${ingressName}-leader`,
          '-log-format=json',
        ],
        ports: [
          { name: 'http', number: controllerPorts.http },
          { name: 'https', number: controllerPorts.https },
          { name: 'metrics', number: metricsPort },
          { name: 'probe', number: probePort },
        ],
        // The nginx binary has this capability in its file; without it the kernel refuses to start
        // it.
        capabilities: [kplus.Capability.NET_BIND_SERVICE],
        env: {
          POD_NAME: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME),
          POD_NAMESPACE: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAMESPACE),
        },
        mounts: [
          configuration,
          scratch(chart, 'cache', '/var/cache/nginx', 256),
          scratch(chart, 'lib', '/var/lib/nginx', 16),
          scratch(chart, 'lib-state', '/var/lib/nginx/state', 16),
          scratch(chart, 'log', '/var/log/nginx', 64),
          scratch(chart, 'tmp', '/tmp', 16),
        ],
        startup: httpProbe('/nginx-ready', probePort, { every: 2, failures: 30 }),
        readiness: httpProbe('/nginx-ready', probePort, { every: 5, failures: 3 }),
        liveness: httpProbe('/nginx-ready', probePort, { every: 15, failures: 6 }),
      }),
    ],
  });
  controller.select(kplus.LabelSelector.of({ labels: controllerPods }));
  refine(ApiObject.of(controller), {
    workload: { revisionHistoryLimit: 3 },
    pod: replicas >= 2 ? { topologySpreadConstraints: spread(controllerPods) } : {},
    container: hostPorts ? { ports: withHostPorts } : {},
  });
}

const withHostPorts = [
  ...Object.entries(controllerPorts).map(([name, port]) => ({
    name,
    containerPort: port,
    hostPort: port,
    protocol: 'TCP',
  })),
  { name: 'metrics', containerPort: metricsPort, protocol: 'TCP' },
  { name: 'probe', containerPort: probePort, protocol: 'TCP' },
];
