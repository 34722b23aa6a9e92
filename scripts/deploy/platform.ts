import { parseCluster, problemLine } from '#cdk8s/api/index.ts';
import { operatorName, systemNamespace } from '#cdk8s/charts/cluster-names.ts';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';
import { synthesize } from '#cdk8s/synth.ts';
import { readFiles } from './deploy.ts';
import { applyObjects, awaitTypes, diffObjects, kubectl } from './kubectl.ts';
import type { Lines } from './lines.ts';
import type { DeployOptions } from './options.ts';
import { DeployRefusal } from './resource.ts';

/**
 * Applies everything except the environments' resources: the CRD first, because the server must
 * know it before its objects, then what environments share, their namespaces and their access
 * rules. Requires an administrator.
 */
export async function deployPlatform(
  operatorImage: string | undefined,
  options: DeployOptions,
  lines: Lines,
): Promise<void> {
  const objects = platformObjects(operatorImage);
  const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const rest = objects.filter(({ kind }) => kind !== 'CustomResourceDefinition');
  lines.done('synth', `${objects.length} objects`);
  if (options.dryRun) return await showChanges(objects, lines);
  await applyObjects(definitions);
  await awaitTypes(definitions.map(({ metadata }) => metadata.name));
  lines.done('types', definitions.map(({ metadata }) => metadata.name).join(', '));
  await applyObjects(rest);
  lines.done('apply', `${rest.length} objects`);
  const timeout = `--timeout=${options.timeoutSeconds ?? 300}s`;
  await kubectl([
    'rollout',
    'status',
    `deployment/${operatorName}`,
    '-n',
    systemNamespace,
    timeout,
  ]);
  lines.done('operator', 'available');
}

/**
 * The server cannot validate objects of namespaces that do not exist yet; these are only counted.
 */
async function showChanges(objects: readonly Manifest[], lines: Lines): Promise<void> {
  const there = new Set(
    (await kubectl(['get', 'namespaces', '-o', 'jsonpath={.items[*].metadata.name}'])).split(' '),
  );
  const missing = objects.filter(
    ({ metadata: { namespace } }) => namespace !== undefined && !there.has(namespace),
  );
  const diff = await diffObjects(objects.filter((object) => !missing.includes(object)));
  if (diff !== '') lines.note(diff.trimEnd());
  if (missing.length > 0) {
    const names = [...new Set(missing.map(({ metadata }) => metadata.namespace))].toSorted();
    lines.note(
      `${missing.length} objects for namespaces that do not exist yet: ${names.join(', ')}`,
    );
  }
  const changes = diff !== '' || missing.length > 0;
  lines.done(
    'diff',
    `${changes ? 'see above' : 'nothing changes'}; nothing was stored (--dry-run)`,
  );
}

function platformObjects(operatorImage: string | undefined): Manifest[] {
  const { cluster, environments } = readFiles();
  const parsed = parseCluster(
    operatorImage === undefined
      ? cluster
      : { ...cluster, operator: { ...cluster.operator, image: operatorImage } },
  );
  if (!parsed.ok)
    throw new DeployRefusal(
      `--operator-image ${operatorImage}:\n${parsed.problems.map(problemLine).join('\n')}`,
    );
  return synthesize({ cluster: parsed.value, environments })
    .filter(({ path }) => path.startsWith('apply/'))
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind !== 'AhltEnvironment');
}
