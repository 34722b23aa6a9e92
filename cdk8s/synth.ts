import { type Cluster, type ConnectedEnvironment, tlsSecretName } from './api/index.ts';
import { crdChart } from './charts/crd.ts';
import { deployerChart } from './charts/deployer.ts';
import {
  type Certificate,
  environmentChart,
  environmentNamespaceChart,
  tlsSecretChart,
} from './charts/environment.ts';
import { backupsChart } from './charts/environment-backups.ts';
import { ingressControllerChart, ingressNamespaceChart } from './charts/ingress-controller.ts';
import { operatorChart, systemNamespaceChart } from './charts/operator.ts';
import { jobsPreview, secretsPreview, workloadPreview } from './charts/preview.ts';
import {
  infraNamespaceChart,
  neo4jChart,
  postgresChart,
  postgresClusterChart,
} from './charts/shared-infra.ts';
import { watchedNamespacesChart } from './charts/watched-namespaces.ts';
import type { Manifest } from './constructs/manifest.ts';

/** Input of the synthesis. */
export interface SynthInput {
  readonly cluster: Cluster;
  readonly environments: readonly ConnectedEnvironment[];
  /** Certificates by the name of their environment. */
  readonly certificates?: Readonly<Record<string, Certificate>>;
  /** Name of the only environment to synthesize. @default all, and what they share */
  readonly only?: string | undefined;
}

/** A file with objects in apply order. */
export interface SynthesizedFile {
  /** Path below the output folder. */
  readonly path: string;
  readonly objects: readonly Manifest[];
  /** Contains a private key, so only its owner may read it. */
  readonly secret: boolean;
}

/**
 * All manifests, by file. `apply/` contains applied objects, `preview/` those the operator will
 * apply itself; the folders of `apply/` are numbered so that applying them by name creates
 * dependencies first. Pure: equal input gives equal files.
 */
export function synthesize({
  cluster,
  environments,
  certificates = {},
  only,
}: SynthInput): SynthesizedFile[] {
  const wanted = environments.filter(
    ({ metadata }) => only === undefined || metadata.name === only,
  );
  return [
    ...(only === undefined ? sharedScopes(cluster, environments) : []),
    ...wanted.flatMap((env) => environmentScope(env, cluster, certificates[env.metadata.name])),
    ...wanted.flatMap((env) => previewScope(env, cluster)),
  ];
}

const sharedScopes = (
  cluster: Cluster,
  environments: readonly ConnectedEnvironment[],
): SynthesizedFile[] => [
  ...scope('apply/1-cluster', { crd: crdChart() }),
  ...scope('apply/2-shared-infra', {
    namespace: infraNamespaceChart(cluster, environments),
    postgres: [
      ...postgresChart(cluster, environments),
      ...postgresClusterChart(cluster, environments),
    ],
    neo4j: neo4jChart(cluster, environments),
  }),
  ...scope('apply/3-ingress', {
    namespace: ingressNamespaceChart(cluster),
    controller: ingressControllerChart(cluster, environments),
  }),
  ...scope('apply/4-operator', {
    namespace: systemNamespaceChart(cluster),
    operator: operatorChart(cluster, environments),
    admission: watchedNamespacesChart(environments),
  }),
];

const environmentScope = (
  env: ConnectedEnvironment,
  cluster: Cluster,
  certificate: Certificate | undefined,
): SynthesizedFile[] =>
  scope(`apply/5-${env.metadata.name}`, {
    namespace: environmentNamespaceChart(env, cluster),
    certificate: certificate === undefined ? [] : tlsSecretChart(env, certificate),
    environment: environmentChart(env),
    deployer: deployerChart(env),
    backups: backupsChart(env, cluster),
  });

const previewScope = (env: ConnectedEnvironment, cluster: Cluster): SynthesizedFile[] =>
  scope(`preview/${env.metadata.name}`, {
    secrets: secretsPreview(env),
    workload: workloadPreview(env, cluster),
    jobs: jobsPreview(env),
  });

/**
 * The charts of a folder as numbered files; a chart without objects has no file, and its number is
 * skipped.
 */
const scope = (
  folder: string,
  charts: Readonly<Record<string, readonly Manifest[]>>,
): SynthesizedFile[] =>
  Object.entries(charts)
    .map(([name, objects], index) => ({
      path: `${folder}/${String(index + 1).padStart(2, '0')}-${name}.yaml`,
      objects,
      secret: name === 'certificate',
    }))
    .filter(({ objects }) => objects.length > 0);

/** Hosts whose TLS Secret is not among the files. */
export const hostsWithoutCertificate = ({
  environments,
  certificates = {},
  only,
}: SynthInput): { host: string; secret: string }[] =>
  environments
    .filter(
      ({ metadata }) =>
        (only === undefined || metadata.name === only) && certificates[metadata.name] === undefined,
    )
    .map((env) => ({ host: env.spec.host, secret: tlsSecretName(env) }));
