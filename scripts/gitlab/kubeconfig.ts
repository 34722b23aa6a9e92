import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { deployerName } from '#cdk8s/charts/cluster-names.ts';

const run = promisify(execFile);

/**
 * Lifetime of the account's token in hours; the API server may shorten it. To renew it, run this
 * again, then setup.
 */
const validHours = 24 * 90;

/**
 * Creates a kubeconfig with one user, the deployer of one environment, for the cluster of the
 * current context. Requires an administrator.
 * @param server address of the API server as reached by a job. @default that of the context
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
