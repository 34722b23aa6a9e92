import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { V1Container, V1Pod } from '@kubernetes/client-node';
import {
  type ApiAccess,
  type ApiClient,
  ApiError,
  type KubernetesObject,
} from '../kubernetes/api-client.ts';
import { kubeconfig } from '../kubernetes/server-files.ts';

/** The real locations of the paths that a container sees: a process has no mounts of its own. */
export interface Mounts {
  /** Replaces a mounted path by the real one, if `text` is or starts with one. */
  real(text: string): string;
  /** Folder of the mount at exactly this path. */
  at(path: string): string | undefined;
}

/** A pod cannot be started yet; `reason` is the kubelet's term. The kubelet retries. */
export class NotStartable extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.name = 'NotStartable';
    this.reason = reason;
  }
}

/**
 * Creates the pod's volumes in `folder`: emptyDir, configMap, secret. A persistent volume is a
 * folder in `claims` that outlives the pod. Other kinds are refused by name.
 */
export async function makeVolumes(
  pod: V1Pod,
  folder: string,
  claims: string,
  api: ApiClient,
): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  for (const volume of pod.spec?.volumes ?? []) {
    const namespace = pod.metadata?.namespace ?? '';
    const claim = volume.persistentVolumeClaim?.claimName;
    const path = claim ? join(claims, namespace, claim) : join(folder, 'volumes', volume.name);
    await mkdir(path, { recursive: true });
    made.set(volume.name, path);
    if (claim || volume.emptyDir || volume.projected) continue;
    if (volume.secret) await writeSecret(api, namespace, volume.secret.secretName ?? '', path);
    else if (volume.configMap)
      await writeConfigMap(api, namespace, volume.configMap.name ?? '', path);
    else
      throw new NotStartable(
        'FailedMount',
        `Volume ${volume.name} is of a kind that the process kubelet does not know.`,
      );
  }
  return made;
}

/** The mounts of one container, with `extra` paths such as its termination log. */
export function mountsOf(
  container: V1Container,
  volumes: Map<string, string>,
  extra: Record<string, string>,
): Mounts {
  const mounts = (container.volumeMounts ?? []).flatMap(({ name, mountPath, subPath }) => {
    const volume = volumes.get(name);
    return volume ? [[mountPath.replace(/\/$/, ''), join(volume, subPath ?? '')] as const] : [];
  });
  const all = [...mounts, ...Object.entries(extra)].sort(([a], [b]) => b.length - a.length);
  return {
    at: (path) => all.find(([mounted]) => mounted === path)?.[1],
    real: (text) => {
      const found = all.find(([mounted]) => text === mounted || text.startsWith(`${mounted}/`));
      return found ? found[1] + text.slice(found[0].length) : text;
    },
  };
}

/**
 * The mounted service account of a pod: a kubeconfig with a token issued by the API server, or
 * undefined if the pod mounts none. A process cannot see the usual path under /var/run, so it gets
 * KUBECONFIG instead.
 */
export async function serviceAccountConfig(
  pod: V1Pod,
  folder: string,
  access: ApiAccess,
  api: ApiClient,
): Promise<string | undefined> {
  const mounted = pod.spec?.volumes?.some(({ projected }) =>
    projected?.sources?.some((source) => source.serviceAccountToken),
  );
  if (!mounted) return undefined;
  const { namespace, name, uid } = pod.metadata ?? {};
  const account = pod.spec?.serviceAccountName ?? 'default';
  const boundObjectRef = { kind: 'Pod', apiVersion: 'v1', name, uid };
  const request = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { boundObjectRef },
  };
  const { status } = await api.post(
    `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`,
    request,
  );
  const path = join(folder, 'kubeconfig');
  await writeFile(path, kubeconfig(access.server, access.ca, status.token), { mode: 0o600 });
  return path;
}

async function writeSecret(
  api: ApiClient,
  namespace: string,
  name: string,
  folder: string,
): Promise<void> {
  const { data = {} } = await found(
    api,
    `/api/v1/namespaces/${namespace}/secrets/${name}`,
    `secret "${name}" not found`,
  );
  await writeFiles(folder, data, 'base64');
}

async function writeConfigMap(
  api: ApiClient,
  namespace: string,
  name: string,
  folder: string,
): Promise<void> {
  const { data = {} } = await found(
    api,
    `/api/v1/namespaces/${namespace}/configmaps/${name}`,
    `configmap "${name}" not found`,
  );
  await writeFiles(folder, data, 'utf8');
}

async function writeFiles(
  folder: string,
  files: Record<string, string>,
  encoding: BufferEncoding,
): Promise<void> {
  await Promise.all(
    Object.entries(files).map(([name, content]) =>
      writeFile(join(folder, name), Buffer.from(content, encoding)),
    ),
  );
}

async function found(api: ApiClient, path: string, missing: string): Promise<KubernetesObject> {
  try {
    return await api.get(path);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404)
      throw new NotStartable('FailedMount', missing);
    throw error;
  }
}
