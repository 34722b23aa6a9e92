import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { docker, root, run } from '../image/docker.ts';
import type { Ports } from './kind-config.ts';

/** A kind cluster by name, with its own kubeconfig: the user's current context is not changed. */
export interface KindCluster {
  readonly name: string;
  readonly kubeconfig: string;
  /** The container that is its node. */
  readonly node: string;
  kind(args: readonly string[], input?: string): Promise<string>;
  /** Runs kubectl on it. @throws CommandFailed */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  /** Applies objects in order. */
  apply(objects: readonly object[]): Promise<void>;
  exists(): Promise<boolean>;
  /** Ids of the images on the node. */
  imageIds(): Promise<string[]>;
  /** Ports of this machine; undefined if the cluster publishes none. */
  ports(): Promise<Ports | undefined>;
}

/** Opens a cluster that exists or is about to; starts nothing. */
export async function openCluster(name: string): Promise<KindCluster> {
  const folder = join(root, 'build/kind');
  await mkdir(folder, { recursive: true });
  const kubeconfig = join(folder, `${name}.kubeconfig`);
  const node = `${name}-control-plane`;
  const kind = (args: readonly string[], input?: string) =>
    run('kind', [...args, '--name', name], input === undefined ? {} : { input });
  const kubectl = (args: readonly string[], input?: string) =>
    run('kubectl', ['--kubeconfig', kubeconfig, ...args], input === undefined ? {} : { input });
  const published = async (port: number) =>
    Number((await docker(['port', node, `${port}/tcp`])).split(':').at(-1));
  return {
    name,
    kubeconfig,
    node,
    kind,
    kubectl,
    apply: async (items) =>
      void (await kubectl(
        ['apply', '--server-side', '--force-conflicts', '-f', '-'],
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
      )),
    exists: async () => (await run('kind', ['get', 'clusters'])).split('\n').includes(name),
    // containerd also stores each image under its id.
    imageIds: async () =>
      (
        await docker(['exec', node, 'ctr', '--namespace', 'k8s.io', 'images', 'ls', '--quiet'])
      ).split('\n'),
    ports: async () => {
      try {
        return { http: await published(80), https: await published(443) };
      } catch {
        return undefined;
      }
    },
  };
}
