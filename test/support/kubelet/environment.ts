import type { V1Container, V1EnvVar, V1Pod } from '@kubernetes/client-node';
import { type ApiClient, ApiError } from '../kubernetes/api-client.ts';
import { NotStartable } from './volumes.ts';

type Values = Record<string, string>;

/**
 * The variables of a container as a kubelet resolves them: envFrom, then env with references to
 * ConfigMaps, Secrets and the pod itself, `$(NAME)` replaced. A missing object or key that isn't
 * optional is a NotStartable `CreateContainerConfigError`.
 */
export async function resolveEnvironment(
  pod: V1Pod,
  container: V1Container,
  podIp: string,
  api: ApiClient,
): Promise<Values> {
  const read = reader(api, pod.metadata?.namespace ?? '');
  const values: Values = {};
  for (const source of container.envFrom ?? []) {
    const from = source.configMapRef
      ? await read('configmaps', source.configMapRef.name ?? '', source.configMapRef.optional)
      : await read('secrets', source.secretRef?.name ?? '', source.secretRef?.optional);
    for (const [name, value] of Object.entries(from ?? {}))
      values[`${source.prefix ?? ''}${name}`] = value;
  }
  for (const variable of container.env ?? []) {
    const value = await variableValue(variable, { pod, container, podIp, read });
    if (value !== undefined) values[variable.name] = expand(value, values);
  }
  return values;
}

/**
 * Replaces `$(NAME)` by its value, as Kubernetes does in variables, commands and arguments;
 * `$$(NAME)` stays as `$(NAME)`.
 */
export function expand(text: string, values: Values): string {
  return text.replace(/\$\$|\$\(([\w.-]+)\)/g, (match, name: string | undefined) =>
    name === undefined ? '$' : (values[name] ?? match),
  );
}

type Read = (
  kind: 'configmaps' | 'secrets',
  name: string,
  optional: boolean | undefined,
) => Promise<Values | undefined>;

function reader(api: ApiClient, namespace: string): Read {
  return async (kind, name, optional) => {
    try {
      const { data = {} } = await api.get(`/api/v1/namespaces/${namespace}/${kind}/${name}`);
      if (kind === 'configmaps') return data;
      return Object.fromEntries(
        Object.entries<string>(data).map(([key, value]) => [
          key,
          Buffer.from(value, 'base64').toString(),
        ]),
      );
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      if (optional) return undefined;
      throw new NotStartable(
        'CreateContainerConfigError',
        `${kind === 'secrets' ? 'secret' : 'configmap'} "${name}" not found`,
      );
    }
  };
}

interface Context {
  readonly pod: V1Pod;
  readonly container: V1Container;
  readonly podIp: string;
  readonly read: Read;
}

async function variableValue(
  { value, valueFrom }: V1EnvVar,
  { pod, container, podIp, read }: Context,
): Promise<string | undefined> {
  if (valueFrom?.fieldRef) return fieldOf(valueFrom.fieldRef.fieldPath, pod, podIp);
  if (valueFrom?.resourceFieldRef)
    return resourceOf(valueFrom.resourceFieldRef.resource, container);
  const reference = valueFrom?.secretKeyRef ?? valueFrom?.configMapKeyRef;
  if (!reference) return value ?? '';
  const kind = valueFrom?.secretKeyRef ? 'secrets' : 'configmaps';
  const found = (await read(kind, reference.name ?? '', reference.optional))?.[reference.key];
  if (found !== undefined || reference.optional) return found;
  const thing = kind === 'secrets' ? 'Secret' : 'ConfigMap';
  throw new NotStartable(
    'CreateContainerConfigError',
    `couldn't find key ${reference.key} in ${thing} ${pod.metadata?.namespace}/${reference.name}`,
  );
}

function fieldOf(path: string, pod: V1Pod, podIp: string): string {
  const quoted = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (quoted) return pod.metadata?.[quoted[1] as 'labels' | 'annotations']?.[quoted[2] ?? ''] ?? '';
  const fields: Record<string, string | undefined> = {
    'metadata.name': pod.metadata?.name,
    'metadata.namespace': pod.metadata?.namespace,
    'metadata.uid': pod.metadata?.uid,
    'spec.nodeName': pod.spec?.nodeName,
    'spec.serviceAccountName': pod.spec?.serviceAccountName,
    'status.podIP': podIp,
    'status.podIPs': podIp,
    'status.hostIP': '127.0.0.1',
  };
  const value = fields[path];
  if (value === undefined)
    throw new NotStartable(
      'CreateContainerConfigError',
      `The process kubelet does not know fieldPath ${path}.`,
    );
  return value;
}

const units: Record<string, number> = {
  '': 1,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
};

/** Bytes for memory, whole CPUs rounded up for CPU. */
function resourceOf(resource: string, container: V1Container): string {
  const [kind = 'limits', name = 'memory'] = resource.split('.');
  const quantity = container.resources?.[kind as 'limits' | 'requests']?.[name] ?? '0';
  const [, number = '0', unit = ''] = /^([\d.]+)(\D*)$/.exec(quantity) ?? [];
  if (unit === 'm') return String(Math.ceil(Number(number) / 1000));
  return String(Number(number) * (units[unit] ?? 1));
}
