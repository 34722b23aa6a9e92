import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Cluster, type ConnectedEnvironment, releaseName } from '../api/index.ts';
import { Access, type AccessRule } from '../constructs/access.ts';
import { DisruptionBudget } from '../constructs/availability.ts';
import { ClosedNamespace } from '../constructs/closed-namespace.ts';
import { podSelector, versionOf } from '../constructs/labels.ts';
import { type Manifest, manifests } from '../constructs/manifest.ts';
import { NetworkPolicy, nameResolution, namespaceNamed } from '../constructs/network-policy.ts';
import { quotaFor } from '../constructs/quantity.ts';
import { Service } from '../constructs/service.ts';
import { ingressName } from './cluster-names.ts';
import { appPorts } from './environment-config.ts';
import { ingressNamespaceLabel, namespaceOf, scrapingNamespaceLabel } from './environment-names.ts';
import {
  controllerDeployment,
  controllerPods,
  controllerPorts,
  isDeployed,
  labelsFor,
  metricsPort,
  settings,
} from './ingress-deployment.ts';

/**
 * The namespace of the ingress controller, labeled as the one from which requests reach the
 * environments. One provided by the cluster is only labeled: its owner secures it. Host ports
 * require the Pod Security level `privileged`; violations of `restricted` are still reported, and
 * the policy checks enforce everything else (docs/decisions/007-f5-nginx-as-default-ingress.md).
 */
export function ingressNamespaceChart(cluster: Cluster): Manifest[] {
  const { namespace } = cluster.ingress;
  const labels = { ...labelsFor('namespace'), ...ingressNamespaceLabel };
  return manifests({}, (chart) => {
    if (!isDeployed(cluster)) {
      new ApiObject(chart, 'namespace', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace, labels: ingressNamespaceLabel },
      });
      return;
    }
    const { hostPorts, replicas, resources } = cluster.ingress.deployment;
    new ClosedNamespace(chart, 'namespace', {
      name: namespace,
      labels,
      quota: quotaFor([{ resources, count: replicas + 2 }], { loadBalancers: hostPorts ? 0 : 1 }),
      podSecurity: hostPorts ? 'privileged' : 'restricted',
    });
  });
}

/**
 * What the controller reads in the namespace of an environment. Secrets are an exception known to
 * the policy checks: it watches all of them for certificates, which Kubernetes cannot restrict to a
 * type.
 */
export const ingressRules: readonly AccessRule[] = [
  { apiGroups: [''], resources: ['pods', 'secrets', 'services'], verbs: ['get', 'list', 'watch'] },
  {
    apiGroups: ['discovery.k8s.io'],
    resources: ['endpointslices'],
    verbs: ['get', 'list', 'watch'],
  },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];

/** Its rights in its own namespace: its configuration, its Lease, its identity. */
const ownRules: readonly AccessRule[] = [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['get'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
  {
    apiGroups: ['coordination.k8s.io'],
    resources: ['leases'],
    verbs: ['get', 'list', 'watch', 'update'],
    resourceNames: [`${ingressName}-leader`],
  },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];

/** Its reads in the cluster: its class, and whether its watched namespaces exist. */
const clusterRules = (className: string, namespaces: readonly string[]): readonly AccessRule[] => [
  {
    apiGroups: ['networking.k8s.io'],
    resources: ['ingressclasses'],
    verbs: ['get'],
    resourceNames: [className],
  },
  { apiGroups: [''], resources: ['namespaces'], verbs: ['get'], resourceNames: namespaces },
];

/**
 * F5's NGINX ingress controller with its IngressClass: Ingresses only, no custom resources, no
 * configuration snippets.
 */
export function ingressControllerChart(
  cluster: Cluster,
  environments: readonly ConnectedEnvironment[],
): Manifest[] {
  if (!isDeployed(cluster)) return [];
  const { ingress, network } = cluster;
  const { className, controller, namespace, deployment } = ingress;
  const labels = labelsFor('ingress', versionOf(deployment.image));
  const watched = environments.map(namespaceOf).toSorted();
  const subject = { name: ingressName, namespace };

  return manifests({ namespace, labels }, (chart) => {
    new ApiObject(chart, 'class', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: className },
      spec: { controller },
    });
    new kplus.ServiceAccount(chart, 'service-account', {
      metadata: { name: ingressName },
      automountToken: false,
    });
    new kplus.ConfigMap(chart, 'config', { metadata: { name: 'nginx-config' }, data: settings });
    new Access(chart, 'own-access', {
      name: ingressName,
      namespace,
      labels,
      rules: ownRules,
      subject,
    });
    new Access(chart, 'cluster-access', {
      name: ingressName,
      labels,
      rules: clusterRules(className, [namespace, ...watched]),
      subject,
    });
    new NetworkPolicy(chart, 'network', {
      name: ingressName,
      labels,
      pods: controllerPods,
      accepts: [
        { peers: ['anywhere'], ports: [controllerPorts.http, controllerPorts.https] },
        { peers: [{ namespaces: scrapingNamespaceLabel }], ports: [metricsPort] },
      ],
      opens: [
        nameResolution,
        // The API server has no pods that a selector could match.
        { peers: ['anywhere'], ports: [443, network.apiServerPort] },
        {
          peers: environments.map((env) =>
            namespaceNamed(namespaceOf(env), podSelector(releaseName(env), 'web')),
          ),
          ports: [appPorts.http],
        },
      ],
    });
    // With host ports the Service is only a name; behind a load balancer it preserves the client's
    // address.
    new Service(chart, 'service', {
      name: ingressName,
      labels,
      pods: controllerPods,
      ports: controllerPorts,
      ...(deployment.hostPorts
        ? {}
        : { type: 'LoadBalancer' as const, spec: { externalTrafficPolicy: 'Local' } }),
    });
    if (deployment.replicas >= 2)
      new DisruptionBudget(chart, 'budget', { name: ingressName, labels, pods: controllerPods });
    controllerDeployment(chart, cluster, watched, labels);
  });
}
