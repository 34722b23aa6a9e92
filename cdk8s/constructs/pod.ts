import { ApiObject, App, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type ResourcesProps, resources, withCanonicalResources } from './quantity.ts';

/** User and group that a container runs as. */
export interface Identity {
  readonly user: number;
  readonly group: number;
}

/** User of the app's image; its files belong to root and are read-only. */
export const appIdentity: Identity = { user: 10_001, group: 10_001 };

/** User `postgres` of the official Debian image. */
export const postgresIdentity: Identity = { user: 999, group: 999 };

export interface RestrictedContainerProps {
  readonly name: string;
  /** Image with tag or digest; never `latest`. */
  readonly image: string;
  /** Replaces the entry point of the image. @default the image's */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly number: number }[];
  readonly resources: ResourcesProps;
  /** Variables with a fixed value or read from a field of the pod. */
  readonly env?: Readonly<Record<string, kplus.EnvValue>>;
  /** ConfigMaps and Secrets whose keys all become variables; later ones win. */
  readonly envFrom?: readonly kplus.EnvFrom[];
  readonly mounts?: readonly kplus.VolumeMount[];
  readonly startup?: kplus.Probe;
  readonly readiness?: kplus.Probe;
  readonly liveness?: kplus.Probe;
  readonly identity: Identity;
  /** Added capabilities. The restricted profile allows NET_BIND_SERVICE only. @default none */
  readonly capabilities?: readonly kplus.Capability[];
}

/**
 * A container under the restricted Pod Security profile: not root, no privilege escalation, no
 * capabilities, the runtime's seccomp profile, a read-only root file system. Sets every default of
 * cdk8s-plus explicitly.
 */
export const restrictedContainer = (props: RestrictedContainerProps): kplus.ContainerProps => ({
  name: props.name,
  image: props.image,
  imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
  ...(props.command === undefined ? {} : { command: [...props.command] }),
  ...(props.args === undefined ? {} : { args: [...props.args] }),
  ports: (props.ports ?? []).map(({ name, number }) => ({
    name,
    number,
    protocol: kplus.Protocol.TCP,
  })),
  resources: resources(props.resources),
  envVariables: { ...props.env },
  envFrom: [...(props.envFrom ?? [])],
  volumeMounts: [...(props.mounts ?? [])],
  ...(props.startup === undefined ? {} : { startup: props.startup }),
  ...(props.readiness === undefined ? {} : { readiness: props.readiness }),
  ...(props.liveness === undefined ? {} : { liveness: props.liveness }),
  securityContext: {
    user: props.identity.user,
    group: props.identity.group,
    ensureNonRoot: true,
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: {
      drop: [kplus.Capability.ALL],
      ...(props.capabilities === undefined ? {} : { add: [...props.capabilities] }),
    },
    seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
  },
});

/** Its pod: no API token by default, 30 s to stop. */
export const restrictedPod = ({ user, group }: Identity) =>
  ({
    automountServiceAccountToken: false,
    hostNetwork: false,
    isolate: false,
    terminationGracePeriod: Duration.seconds(30),
    securityContext: {
      user,
      group,
      fsGroup: group,
      ensureNonRoot: true,
      fsGroupChangePolicy: kplus.FsGroupChangePolicy.ON_ROOT_MISMATCH,
    },
  }) satisfies Partial<kplus.AbstractPodProps>;

/** The credentials of the registry for a pod; nothing without a Secret. */
export const registryAuth = (scope: Construct, secretName: string | undefined) =>
  secretName === undefined
    ? {}
    : { dockerRegistryAuth: kplus.Secret.fromSecretName(scope, 'registry', secretName) };

/** A writable folder that is deleted with the pod. `size` in MiB. */
export const scratch = (
  scope: Construct,
  name: string,
  path: string,
  size = 64,
): kplus.VolumeMount => ({
  path,
  volume: kplus.Volume.fromEmptyDir(scope, `volume-${name}`, name, {
    sizeLimit: Size.mebibytes(size),
  }),
});

export interface RefinementProps {
  /** Fields of the workload's own spec. */
  readonly workload?: Fields;
  /** Fields of the pod's spec. */
  readonly pod?: Fields;
  /** Fields of the first container. */
  readonly container?: Fields;
}

type Fields = Readonly<Record<string, unknown>>;

interface PodTemplate {
  readonly metadata: { readonly labels: Fields; readonly [field: string]: unknown };
  readonly spec: { readonly containers: readonly Fields[]; readonly [field: string]: unknown };
}

/** Refines what cdk8s-plus serializes for a Deployment or a Job; see `refinedTemplate`. */
export function refine(object: ApiObject, { workload = {}, ...refinement }: RefinementProps): void {
  const serialize = object.toJson.bind(object);
  object.toJson = () => {
    const manifest: { readonly spec: Fields & { readonly template: PodTemplate } } = serialize();
    const { minReadySeconds, template, ...spec } = manifest.spec;
    const kept = minReadySeconds === 0 ? {} : { minReadySeconds };
    return {
      ...manifest,
      spec: { ...spec, ...kept, ...workload, template: refinedTemplate(template, refinement) },
    };
  };
}

/**
 * Adds what cdk8s-plus-28 cannot express, and removes what it adds unasked:
 * - it is limited to the API of Kubernetes 1.28 and its serializer drops later fields, so these are
 *   added afterwards;
 * - it labels every pod with a hash of the construct path; our selectors use meaningful names;
 * - the API server normalizes zero values and memory units, and the operator would see a difference
 *   in every comparison.
 */
function refinedTemplate(
  { metadata, spec }: PodTemplate,
  { pod = {}, container = {} }: RefinementProps,
): PodTemplate {
  const { [kplus.Pod.ADDRESS_LABEL]: _, ...labels } = metadata.labels;
  const { hostNetwork, initContainers, ...fields } = spec;
  const [first, ...others] = spec.containers;
  return {
    metadata: { ...metadata, labels },
    spec: {
      ...fields,
      // Service links would put the address of every Service of the namespace into the program's
      // environment.
      enableServiceLinks: false,
      ...(hostNetwork === true ? { hostNetwork } : {}),
      ...pod,
      containers: [
        { ...first, terminationMessagePolicy: 'FallbackToLogsOnError', ...container },
        ...others,
      ].map(withCanonicalResources),
      ...(Array.isArray(initContainers)
        ? { initContainers: initContainers.map(withCanonicalResources) }
        : {}),
    },
  };
}

/**
 * Pod template for a StatefulSet: that of cdk8s-plus does not support claim templates and selects
 * its pods by a hash.
 */
export function podTemplate(
  labels: Readonly<Record<string, string>>,
  build: (scope: Construct) => kplus.PodProps,
  refinement: Omit<RefinementProps, 'workload'> = {},
): PodTemplate {
  const scope = new Chart(new App(), 'pod');
  const pod = new kplus.Pod(scope, 'pod', { metadata: { labels: { ...labels } }, ...build(scope) });
  const { metadata, spec } = ApiObject.of(pod).toJson();
  return refinedTemplate({ metadata: { labels: metadata.labels }, spec }, refinement);
}

/** An HTTP probe. `every` in seconds; `failures` is the number of consecutive failures. */
export const httpProbe = (
  path: string,
  port: number,
  { every, failures, timeout = 3 }: { every: number; failures: number; timeout?: number },
) =>
  kplus.Probe.fromHttpGet(path, {
    port,
    periodSeconds: Duration.seconds(every),
    timeoutSeconds: Duration.seconds(timeout),
    failureThreshold: failures,
  });
