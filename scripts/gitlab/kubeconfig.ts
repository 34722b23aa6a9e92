import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { deployerName } from '#cdk8s/charts/cluster-names.ts';

const run = promisify(execFile);

/**
 * Hours until the account's token ends; the API server may shorten it. Running this again and setup
 * after it renews it.
 */
const validHours = 24 * 90;

/**
 * A kubeconfig with one user, the deployer of one environment, for the cluster of the present
 * context. Needs an administrator.
 * @param server address of the API server as a job reaches it. @default the one of the context
 */
export async function deployerKubeconfig(environment: string, server?: string): Promise<string> {
  const namespace = `ahlt-${environment}`;
  const kubectl = async (...args: string[]) => (await run('kubectl', args)).stdout.trim();
  const token = await kubectl(
    'create',
    'token',
    deployerName,
    '-n',
    namespace,
    `--duration=${validHours}h`,
  );
  const view = JSON.parse(
    await kubectl('config', 'view', '--raw', '--minify', '--flatten', '-o', 'json'),
  ) as {
    clusters: { cluster: Record<string, unknown> }[];
  };
  const cluster = { ...view.clusters[0]?.cluster, ...(server === undefined ? {} : { server }) };
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'cluster', cluster }],
      users: [{ name: deployerName, user: { token } }],
      contexts: [
        { name: environment, context: { cluster: 'cluster', user: deployerName, namespace } },
      ],
      'current-context': environment,
    },
    undefined,
    2,
  )}\n`;
}
