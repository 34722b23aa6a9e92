import { ApiObject } from 'cdk8s';
import { environmentRules } from '#operator/environment/rbac.ts';
import {
  type AhltEnvironment,
  type Cluster,
  type ConnectedEnvironment,
  releaseName,
  tlsSecretName,
} from '../api/index.ts';
import { Access } from '../constructs/access.ts';
import { ClosedNamespace } from '../constructs/closed-namespace.ts';
import { standardLabels } from '../constructs/labels.ts';
import { type Manifest, manifests } from '../constructs/manifest.ts';
import { quotaFor } from '../constructs/quantity.ts';
import { ingressName, operatorName, systemNamespace } from './cluster-names.ts';
import { ownsBackups } from './environment-backups.ts';
import { environmentNamespaceLabel, namespaceOf } from './environment-names.ts';
import { ingressRules } from './ingress-controller.ts';
import { traefikMiddlewares } from './traefik-middlewares.ts';

const labelsOf = (env: AhltEnvironment, component: string): Record<string, string> =>
  standardLabels({ release: releaseName(env), component, managedBy: 'ahlt-synth' });

/**
 * The namespace of an environment and its access rules: the operator, and the ingress controller if
 * it is ours.
 */
export const environmentNamespaceChart = (
  env: ConnectedEnvironment,
  cluster: Cluster,
): Manifest[] =>
  manifests({ namespace: namespaceOf(env) }, (chart) => {
    const { ingress } = cluster;
    const namespace = namespaceOf(env);
    const labels = labelsOf(env, 'namespace');
    new ClosedNamespace(chart, 'namespace', {
      name: namespace,
      labels: { ...labels, [environmentNamespaceLabel]: env.metadata.name },
      quota: quotaFor([{ resources: env.spec.resources, count: podsOf(env) }], {
        claims: ownsBackups(env, cluster) ? 1 : 0,
      }),
    });
    new Access(chart, 'operator', {
      name: operatorName,
      namespace,
      labels,
      rules: environmentRules(releaseName(env), env),
      subject: { name: operatorName, namespace: systemNamespace },
    });
    if (ingress.deployment !== undefined) {
      const subject = { name: ingressName, namespace: ingress.namespace };
      new Access(chart, 'ingress', {
        name: ingressName,
        namespace,
        labels,
        rules: ingressRules,
        subject,
      });
    }
    traefikMiddlewares(chart, env, { labels, controller: ingress.controller });
  });

/** Concurrent pods: the old and new ones during a rollout, and a few commands. */
const podsOf = ({ spec }: AhltEnvironment): number => 2 * spec.replicas + 6;

/** The complete resource: the file, completed by the cluster and the defaults. */
export const environmentChart = (env: AhltEnvironment): Manifest[] =>
  manifests({ namespace: namespaceOf(env), labels: labelsOf(env, 'environment') }, (chart) => {
    const { apiVersion, kind, metadata, spec } = env;
    new ApiObject(chart, 'environment', {
      apiVersion,
      kind,
      metadata: {
        name: metadata.name,
        ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
        ...(metadata.annotations === undefined ? {} : { annotations: metadata.annotations }),
      },
      spec,
    });
  });

/** A certificate and its key, PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/**
 * The Secret with the certificate of the host. Its values come from files outside the repository
 * and are never committed.
 */
export const tlsSecretChart = (
  env: AhltEnvironment,
  { certificate, key }: Certificate,
): Manifest[] =>
  manifests({ namespace: namespaceOf(env), labels: labelsOf(env, 'tls') }, (chart) => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    new ApiObject(chart, 'certificate', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: tlsSecretName(env) },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': base64(certificate), 'tls.key': base64(key) },
    });
  });
