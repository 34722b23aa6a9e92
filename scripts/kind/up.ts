import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AhltEnvironment } from '#cdk8s/api/index.ts';
import {
  infraNamespace,
  ingressName,
  operatorName,
  systemNamespace,
} from '#cdk8s/charts/cluster-names.ts';
import { namespaceOf } from '#cdk8s/charts/environment-names.ts';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';
import { formatProblems } from '#cdk8s/environments/format-problems.ts';
import { type Environments, readEnvironments } from '#cdk8s/environments/read.ts';
import { synthesize } from '#cdk8s/synth.ts';
import { readCertificates } from '#cdk8s/synth-certificates.ts';
import { wantedNames } from '../certificates/plan.ts';
import { provideCertificates } from '../certificates/provide.ts';
import { awaitTypes } from '../deploy/kubectl.ts';
import { smoke } from '../deploy/smoke.ts';
import { type LiveEnvironment, verdict } from '../deploy/verdict.ts';
import { docker, root } from '../image/docker.ts';
import { uploads } from './answers.ts';
import type { KindCluster } from './cluster.ts';
import { derive, isTraefik, type KindImages } from './derive.ts';
import { diagnose } from './diagnose.ts';
import { KindFault } from './fault.ts';
import { buildAppImage, type ImageVariables, provideImages } from './images.ts';
import { kindConfig, type Ports } from './kind-config.ts';
import { step } from './step.ts';
import { traefik, traefikName, traefikTypes } from './traefik.ts';

export interface UpOptions {
  readonly variables: ImageVariables & Readonly<{ KIND_NODE_IMAGE?: string | undefined }>;
  readonly ports: Ports;
  /** @default the one built from these sources */
  readonly image?: string | undefined;
}

const certificatesFolder = join(root, 'certs');

/**
 * Sets up the whole platform on a kind cluster: keeps what exists, so a second run is fast. @throws
 * KindFault
 */
export async function up(
  cluster: KindCluster,
  { variables, ports, image }: UpOptions,
): Promise<void> {
  const files = readFiles();
  let images: KindImages | undefined;
  await step('image', { seconds: 900 }, async () => {
    images = await provideImages(image ?? (await buildAppImage()), files, variables);
    return images.app;
  });
  if (images === undefined) return;
  const platform = derive(files, images);
  await step('cluster', { seconds: 300 }, () =>
    provideCluster(cluster, ports, variables.KIND_NODE_IMAGE),
  );
  await step('load', { seconds: 600 }, async () => loadImages(cluster, images ?? { app: '' }));
  await step('certificates', { seconds: 60 }, async () => certificates(platform));
  await apply(cluster, platform, images);
  await start(cluster, platform, images);
  await answers(cluster, platform);
}

/** Reads the files of this commit. @throws KindFault with every problem */
function readFiles(): Environments {
  const read = readEnvironments(root);
  if (!read.ok)
    throw new KindFault('environments/ is invalid', formatProblems(read.problems).split('\n'));
  return read.value;
}

async function provideCluster(
  cluster: KindCluster,
  ports: Ports,
  nodeImage: string | undefined,
): Promise<string> {
  if (await cluster.exists()) {
    await cluster.kind(['export', 'kubeconfig', '--kubeconfig', cluster.kubeconfig]);
    return `${cluster.name} is there`;
  }
  const image = nodeImage ? ['--image', nodeImage] : [];
  const args = [
    'create',
    'cluster',
    '--config',
    '-',
    '--kubeconfig',
    cluster.kubeconfig,
    '--wait',
    '120s',
    ...image,
  ];
  await cluster.kind(args, JSON.stringify(kindConfig(ports)));
  return `${cluster.name}, ports ${ports.http} and ${ports.https} of this machine`;
}

async function loadImages(cluster: KindCluster, images: KindImages): Promise<string> {
  const all = Object.values(images).filter((image) => image !== undefined);
  const there = new Set(await cluster.imageIds());
  const ids = await Promise.all(
    all.map((image) => docker(['image', 'inspect', '--format', '{{.Id}}', image])),
  );
  const missing = all.filter((_, index) => !there.has(ids[index] ?? ''));
  if (missing.length > 0) await cluster.kind(['load', 'docker-image', ...missing]);
  return `${missing.length} of ${all.length} images were not on the node`;
}

async function certificates({ cluster, environments }: Environments): Promise<string> {
  const hosts = environments.map(({ spec }) => spec.host);
  const made = await provideCertificates(
    certificatesFolder,
    wantedNames(hosts, cluster.registry.host),
    cluster.registry.host,
  );
  const until = made.notAfter.toISOString().slice(0, 10);
  return `${hosts.join(', ')} until ${until}${made.renewed === undefined ? '' : `, renewed: ${made.renewed}`}`;
}

/** Definitions first: the server must know them before their objects. */
async function apply(
  cluster: KindCluster,
  platform: Environments,
  images: KindImages,
): Promise<void> {
  const objects = manifestsOf(platform, images);
  const isType = ({ kind }: Manifest) => kind === 'CustomResourceDefinition';
  const types = objects.filter(isType);
  await step('types', { seconds: 90 }, async () => {
    await cluster.apply(types);
    await awaitTypes(
      types.map(({ metadata }) => metadata.name),
      cluster.kubectl,
    );
    return `${types.length} kinds of resources`;
  });
  await step('apply', { seconds: 120 }, async () => {
    const rest = objects.filter((object) => !isType(object));
    await cluster.apply(rest);
    return `${rest.length} objects`;
  });
}

/** The output of `npm run synth --certs`, and a controller other than ours. */
function manifestsOf(platform: Environments, { ingress }: KindImages): Manifest[] {
  const written = synthesize({
    ...platform,
    certificates: readCertificates(certificatesFolder, platform.environments),
  })
    .filter(({ path }) => path.startsWith('apply/'))
    .flatMap(({ objects }) => objects);
  if (ingress === undefined || !isTraefik(ingress)) return written;
  const { className, namespace } = platform.cluster.ingress;
  return [...traefikTypes(), ...written, ...traefik({ image: ingress, className, namespace })];
}

async function start(
  cluster: KindCluster,
  { cluster: { ingress }, environments }: Environments,
  images: KindImages,
): Promise<void> {
  const rolledOut = (name: string, namespace: string, seconds: number) => ({
    limits: { seconds: seconds + 5, diagnose: () => diagnose(cluster, [namespace]) },
    work: async () => {
      await cluster.kubectl([
        '-n',
        namespace,
        'rollout',
        'status',
        `deployment/${name}`,
        `--timeout=${seconds}s`,
      ]);
      return `${namespace}/${name} is available`;
    },
  });
  const controller = rolledOut(
    images.ingress && isTraefik(images.ingress) ? traefikName : ingressName,
    ingress.namespace,
    120,
  );
  await step('ingress', controller.limits, controller.work);
  const operator = rolledOut(operatorName, systemNamespace, 180);
  await step('operator', operator.limits, operator.work);
  // They converge concurrently, so only the first one shows the whole wait.
  for (const environment of environments) {
    const namespaces = [namespaceOf(environment), infraNamespace, systemNamespace];
    await step(
      environment.metadata.name,
      { seconds: 600, diagnose: () => diagnose(cluster, namespaces) },
      () => untilReady(cluster, environment, images.app),
    );
  }
}

const pollMs = 500;

async function untilReady(
  { kubectl }: KindCluster,
  environment: AhltEnvironment,
  image: string,
): Promise<string> {
  const { name } = environment.metadata;
  for (;;) {
    const live = JSON.parse(
      await kubectl(['-n', namespaceOf(environment), 'get', 'ahlt', name, '-o', 'json']),
    ) as LiveEnvironment;
    const { is, reason, message } = verdict(live);
    if (is === 'failed') throw new KindFault(`${reason}: ${message}`);
    if (is === 'done' && live.status?.workload?.image === image) return message;
    await pause(pollMs);
  }
}

async function answers(
  cluster: KindCluster,
  { cluster: { ingress }, environments }: Environments,
): Promise<void> {
  const port = (await cluster.ports())?.https;
  if (port === undefined)
    throw new KindFault(`${cluster.name} publishes no ports`, [
      `It was created by another tool: kind delete cluster --name ${cluster.name}`,
    ]);
  const ca = join(certificatesFolder, 'ca.crt');
  for (const environment of environments) {
    const { host } = environment.spec;
    const limits = {
      seconds: 60,
      diagnose: () => diagnose(cluster, [ingress.namespace, namespaceOf(environment)]),
    };
    await step(host, limits, async () => {
      const held = await eventually(() => smoke({ host, address: `127.0.0.1:${port}`, ca }));
      return `https://${host}${port === 443 ? '' : `:${port}`}   ${held.length} checks`;
    });
  }
  const host = environments[0]?.spec.host ?? '';
  await step(
    'upload',
    { seconds: 120, diagnose: () => diagnose(cluster, [ingress.namespace]) },
    () => uploads({ host, port, ca }),
  );
  console.log(
    `\n   curl --cacert ${relative(root, ca)} --resolve ${host}:${port}:127.0.0.1 https://${host}:${port}/login`,
  );
  console.log(
    `   export KUBECONFIG=${relative(root, cluster.kubeconfig)}   kubectl get ahlt -A   make kind-down`,
  );
}

/** The controller learns of a pod a moment after the operator. */
async function eventually<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(pollMs);
    }
  }
}
