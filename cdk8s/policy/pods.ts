import type { Manifest } from '../constructs/manifest.ts';
import { mebibytes, millis } from '../constructs/quantity.ts';
import { type Check, eachObject } from './check.ts';
import { type Container, containersOf, podOf, workloadOf } from './workloads.ts';

const eachContainer = (problems: (container: Container) => readonly string[]): Check['find'] =>
  eachObject((object) =>
    containersOf(object).flatMap((container) =>
      problems(container).map((problem) => `container ${container.name}: ${problem}`),
    ),
  );

const found = (problem: string, isThere: boolean): string[] => (isThere ? [problem] : []);

/** Rules for pods. */
export const podChecks: readonly Check[] = [
  {
    name: 'restricted-container',
    why: 'Each container sets what Pod Security "restricted" requires, so that it does not depend on cluster defaults.',
    find: eachContainer(({ securityContext: context = {} }) => [
      ...found('does not set runAsNonRoot', context.runAsNonRoot !== true),
      ...found('is privileged', context.privileged === true),
      ...found('may gain privileges', context.allowPrivilegeEscalation !== false),
      ...found('keeps capabilities', context.capabilities?.drop?.includes('ALL') !== true),
      ...found(
        'adds capabilities',
        (context.capabilities?.add ?? []).some((capability) => capability !== 'NET_BIND_SERVICE'),
      ),
      ...found(
        'has no seccomp profile of the runtime',
        context.seccompProfile?.type !== 'RuntimeDefault',
      ),
    ]),
  },
  {
    name: 'numbered-user',
    why: 'The kubelet can only prove "not root" by a number; a name in an image can be any user.',
    find: eachContainer(({ securityContext: { runAsUser } = {} }) =>
      found('sets no user other than root', runAsUser === undefined || runAsUser === 0),
    ),
  },
  {
    name: 'read-only-root',
    why: 'An intruder cannot replace files on a read-only file system; scratch space is a volume with a size.',
    find: eachContainer(({ securityContext = {} }) =>
      found('can write to its root file system', securityContext.readOnlyRootFilesystem !== true),
    ),
  },
  {
    name: 'bounded-resources',
    why: 'A container without requests is scheduled anywhere; one without limits can exhaust the node.',
    find: eachContainer(({ resources: { requests = {}, limits = {} } = {} }) => [
      ...['cpu', 'memory'].flatMap((resource) => [
        ...found(`requests no ${resource}`, requests[resource] === undefined),
        ...found(`has no limit of ${resource}`, limits[resource] === undefined),
      ]),
      ...found(
        'requests more CPU than its limit',
        millis(requests['cpu'] ?? '0') > millis(limits['cpu'] ?? '1000000'),
      ),
      ...found(
        'requests more memory than its limit',
        mebibytes(requests['memory'] ?? '0Mi') > mebibytes(limits['memory'] ?? '1000000Ti'),
      ),
    ]),
  },
  {
    name: 'pinned-image',
    why: '"latest" or no tag can be another program at each pull.',
    find: eachContainer(({ image = '' }) =>
      found(
        `image "${image}" has neither a version nor a digest`,
        !/(^[^@]*:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(image),
      ),
    ),
  },
  {
    name: 'pulled-once',
    why: 'With Always, pods cannot start while the registry is down, even if the node has the image.',
    find: eachContainer(({ imagePullPolicy }) =>
      found('is not pulled IfNotPresent', imagePullPolicy !== 'IfNotPresent'),
    ),
  },
  {
    name: 'three-probes',
    why: 'Startup probes allow a slow start, readiness stops requests, liveness restarts a hanging container.',
    find: eachObject((object) =>
      ['Deployment', 'StatefulSet'].includes(object.kind)
        ? (podOf(object)?.containers ?? []).flatMap(
            ({ name, startupProbe, readinessProbe, livenessProbe }) => [
              ...found(`container ${name} has no startup probe`, startupProbe === undefined),
              ...found(`container ${name} has no readiness probe`, readinessProbe === undefined),
              ...found(`container ${name} has no liveness probe`, livenessProbe === undefined),
            ],
          )
        : [],
    ),
  },
  {
    name: 'no-host-access',
    why: 'A pod that shares network, processes or files with its node is not isolated.',
    find: eachObject((object) => {
      const pod = podOf(object);
      if (pod === undefined) return [];
      return [
        ...found('uses the network of the node', pod.hostNetwork === true),
        ...found('sees the processes of the node', pod.hostPID === true || pod.hostIPC === true),
        ...found(
          'mounts a folder of the node',
          (pod.volumes ?? []).some((volume) => volume.hostPath !== undefined),
        ),
      ];
    }),
  },
  {
    name: 'no-host-ports',
    why: 'A port of the node is outside all network policies.',
    find: eachContainer(({ ports = [] }) =>
      ports.flatMap(({ hostPort }) =>
        hostPort === undefined ? [] : [`takes port ${hostPort} of the node`],
      ),
    ),
  },
  {
    name: 'no-service-links',
    why: 'They add the address of every Service of the namespace to the environment.',
    find: eachObject((object) =>
      found(
        'has service links',
        podOf(object) !== undefined && podOf(object)?.enableServiceLinks !== false,
      ),
    ),
  },
  {
    name: 'time-to-stop',
    why: 'A server needs 30 s to finish its requests before it stops.',
    find: eachObject((object) =>
      found(
        'has less than 30 s to stop',
        podOf(object) !== undefined && (podOf(object)?.terminationGracePeriodSeconds ?? 0) < 30,
      ),
    ),
  },
  {
    name: 'bounded-job',
    why: 'The operator decides on retries after it has read the result. If Kubernetes retried the Job, a migration would run twice.',
    find: eachObject((object: Manifest) => {
      const job =
        object.kind === 'Job' || object.kind === 'CronJob' ? workloadOf(object) : undefined;
      if (job === undefined) return [];
      return [
        ...found(
          'is retried by Kubernetes',
          job.backoffLimit !== 0 || job.template.spec.restartPolicy !== 'Never',
        ),
        ...found('has no deadline', job.activeDeadlineSeconds === undefined),
      ];
    }),
  },
];
