import { parseCluster, problemLine } from '#cdk8s/api/index.ts';
import { operatorName, systemNamespace } from '#cdk8s/charts/cluster-names.ts';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';
import { synthesize } from '#cdk8s/synth.ts';
import { readFiles } from './deploy.ts';
import { applyObjects, diffObjects, kubectl } from './kubectl.ts';
import type { Lines } from './lines.ts';
import type { DeployOptions } from './options.ts';
import { DeployRefusal } from './resource.ts';

/**
 * Applies everything but the environments' resources: the CRD first, because nothing of its kind can be applied before the server knows it,
 * then what environments share, their namespaces and who may do what there. Needs an administrator.
 */
export async function deployPlatform(operatorImage: string | undefined, options: DeployOptions, lines: Lines): Promise<void> {
  const objects = platformObjects(operatorImage);
  const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const rest = objects.filter(({ kind }) => kind !== 'CustomResourceDefinition');
  lines.done('synth', `${objects.length} objects`);
  if (options.dryRun) {
    // In an empty cluster the server cannot check what goes into namespaces that are not there yet.
    const diff = await diffObjects(objects);
    if (diff !== '') lines.note(diff.trimEnd());
    return lines.done('diff', `${diff === '' ? 'nothing changes' : 'see above'}; nothing was stored (--dry-run)`);
  }
  await applyObjects(definitions);
  await kubectl(['wait', '--for=condition=Established', '--timeout=60s', ...definitions.map(({ metadata }) => `crd/${metadata.name}`)]);
  lines.done('types', definitions.map(({ metadata }) => metadata.name).join(', '));
  await applyObjects(rest);
  lines.done('apply', `${rest.length} objects`);
  const timeout = `--timeout=${options.timeoutSeconds ?? 300}s`;
  await kubectl(['rollout', 'status', `deployment/${operatorName}`, '-n', systemNamespace, timeout]);
  lines.done('operator', 'available');
}

function platformObjects(operatorImage: string | undefined): Manifest[] {
  const { cluster, environments } = readFiles();
  const parsed = parseCluster(
    operatorImage === undefined ? cluster : { ...cluster, operator: { ...cluster.operator, image: operatorImage } },
  );
  if (!parsed.ok) throw new DeployRefusal(`--operator-image ${operatorImage}:\n${parsed.problems.map(problemLine).join('\n')}`);
  return synthesize({ cluster: parsed.value, environments })
    .filter(({ path }) => path.startsWith('apply/'))
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind !== 'AhltEnvironment');
}
