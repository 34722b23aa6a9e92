import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import { type ControlPlane, kubectlWith } from './control-plane-server.ts';
import { apiClient } from './kubernetes/api-client.ts';
import { findPrograms } from './kubernetes/programs.ts';
import { demand } from './on-demand.ts';

export {
  type ControlPlane,
  type ControlPlaneServer,
  startControlPlane,
} from './control-plane-server.ts';

/**
 * The run's control plane, with the CRD of this source and the real controllers. The first test
 * file that needs it starts it, in about 4 s. All files share it: work in your own namespaces, and
 * use `startControlPlane` to break one.
 */
export async function controlPlane(): Promise<ControlPlane> {
  const access = await demand<Omit<ControlPlane, 'kubectl' | 'readPath'>>(
    inject('services').socket,
    'control-plane',
  );
  const assets = await findPrograms();
  if (!assets) throw new Error('The programs of the control plane disappeared during the run.');
  return {
    ...access,
    kubectl: kubectlWith(join(assets, 'kubectl'), access.kubeconfig, access.folder),
    readPath: apiClient(access).get,
  };
}

export interface NamespaceOptions {
  /** For example the Pod Security level. */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default the run's control plane */
  readonly plane?: ControlPlane;
}

/**
 * Creates an unused namespace and returns its name, which starts with `prefix`. Leave it there at
 * the end: deleting one takes 5 to 10 s, and the control plane ends with the run.
 */
export async function createNamespace(
  prefix: string,
  options: NamespaceOptions = {},
): Promise<string> {
  const { labels = {}, plane = await controlPlane() } = options;
  const name = `${prefix}-${randomBytes(4).toString('hex')}`;
  const client = apiClient(plane);
  try {
    await client.post('/api/v1/namespaces', { metadata: { name, labels } });
    // Pods are refused until a controller has created this account.
    const deadline = Date.now() + 60_000;
    while (
      !(await client
        .get(`/api/v1/namespaces/${name}/serviceaccounts/default`)
        .catch(() => undefined))
    ) {
      if (Date.now() > deadline)
        throw new Error(
          `Namespace ${name} got no default service account: do the controllers run?`,
        );
      await pause(20);
    }
    return name;
  } finally {
    client.close();
  }
}
