import { createHash } from 'node:crypto';
import type { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  type Cluster,
  type ConnectedEnvironment,
  grantOf,
  type Platform,
  serversOf,
} from '../api/index.ts';
import { operatorName } from './cluster-names.ts';
import { namespaceOf } from './environment-names.ts';

/** Where the operator's container has the platform's configuration (`PLATFORM_FILE`). */
const folder = '/etc/ahlt';
export const platformFile = `${folder}/platform.json`;

/**
 * The platform's configuration for the operator: its servers, and which environment each namespace
 * may contain. Contains no password.
 */
export const platformOf = (
  cluster: Cluster,
  environments: readonly ConnectedEnvironment[],
): Platform => ({
  servers: serversOf(cluster),
  environments: Object.fromEntries(
    environments
      .map((env) => [namespaceOf(env), grantOf(env)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ),
});

/** Its ConfigMap, in the operator's namespace, where no deployer of an environment may write. */
export function platformConfig(
  chart: Chart,
  platform: Platform,
  labels: Record<string, string>,
): kplus.VolumeMount {
  const metadata = { name: `${operatorName}-platform`, labels };
  new kplus.ConfigMap(chart, 'platform', {
    metadata,
    data: { 'platform.json': JSON.stringify(platform) },
  });
  const config = kplus.ConfigMap.fromConfigMapName(chart, 'platform-file', metadata.name);
  return {
    path: folder,
    readOnly: true,
    volume: kplus.Volume.fromConfigMap(chart, 'volume-platform', config, { name: 'platform' }),
  };
}

/** Changes with the configuration, which restarts the operator. */
export const platformChecksum = (platform: Platform): string =>
  createHash('sha256').update(JSON.stringify(platform)).digest('hex').slice(0, 16);
