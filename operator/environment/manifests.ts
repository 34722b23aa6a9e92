import type { ConnectedEnvironment } from '#cdk8s/api/index.ts';
import type { Manifest } from '../clients/kubernetes-types.ts';
import { microTime } from '../runtime/conditions.ts';
import { ownedBy } from '../runtime/owners.ts';
import { type AppliedObjects, appliedObjects } from './applied-objects.ts';
import type { ConnectionValues } from './connections.ts';
import { type EnvironmentObject, marks } from './resource.ts';
import type { SecretMarks } from './supply-database.ts';
import type { RollOut, RunCommand } from './types.ts';

export interface ManifestOptions {
  /** Controller named by the IngressClass; decides which annotations the Ingresses have. */
  readonly ingressController: string;
}

export interface WorkloadInputs {
  readonly secretChecksum: string;
  readonly graphPasswordSet: boolean;
}

/** The objects of one rollout, the Deployment last, and the record of them on it. */
export interface RolloutManifests {
  readonly objects: readonly Manifest[];
  readonly applied: AppliedObjects;
}

/**
 * Evaluates the constructs of `cdk8s/` in this process. They are loaded on first use, and their
 * result is cached as long as the inputs do not change, because building takes longer than
 * everything else in a pass.
 */
export class ManifestBuilder {
  readonly #options: ManifestOptions;
  readonly #kept = new Map<string, { inputs: string; objects: readonly Manifest[] }>();

  constructor(options: ManifestOptions) {
    this.#options = options;
  }

  /**
   * All objects of a rollout, owned by the environment; the Deployment has the record of what was
   * applied.
   */
  async rollout(
    owner: EnvironmentObject,
    env: ConnectedEnvironment,
    action: RollOut,
    inputs: WorkloadInputs,
  ): Promise<RolloutManifests> {
    const objects = (
      await this.#workload(owner, { ...env, spec: action.revision.spec }, action.image, inputs)
    ).map((object) => ownedBy(object, owner));
    const applied = appliedObjects(objects);
    const last = objects.map((object) =>
      object.kind === 'Deployment' ? recorded(object, action, applied) : object,
    );
    return {
      objects: last.toSorted(
        (a, b) => Number(a.kind === 'Deployment') - Number(b.kind === 'Deployment'),
      ),
      applied,
    };
  }

  /**
   * What the Jobs of a new environment need before anything is rolled out: identity, configuration,
   * network.
   */
  async foundation(
    owner: EnvironmentObject,
    env: ConnectedEnvironment,
    inputs: WorkloadInputs,
  ): Promise<Manifest[]> {
    const objects = await this.#workload(owner, env, env.spec.image, inputs);
    return objects.filter(({ kind }) => needed.has(kind)).map((object) => ownedBy(object, owner));
  }

  async job(
    owner: EnvironmentObject,
    env: ConnectedEnvironment,
    name: string,
    action: RunCommand,
  ): Promise<Manifest> {
    const { commandJob } = await import('#cdk8s/charts/environment-objects.ts');
    const { kind: _, ...run } = action;
    return ownedBy(commandJob(env, { ...run, name }), owner);
  }

  async secrets(
    owner: EnvironmentObject,
    env: ConnectedEnvironment,
    values: ConnectionValues,
    { rotatedFor, fingerprints }: SecretMarks,
  ): Promise<Manifest[]> {
    const { connectionSecret } = await import('#cdk8s/charts/environment-objects.ts');
    const secret = (kind: 'runtime' | 'migrator', annotations: Record<string, string> = {}) => {
      const made = fingerprints[kind];
      return annotated(ownedBy(connectionSecret(env, kind, values[kind]), owner), {
        ...annotations,
        ...(made && { [marks.password]: made }),
      });
    };
    return [
      secret('runtime'),
      secret('migrator', rotatedFor ? { [marks.rotatedFor]: rotatedFor } : {}),
    ];
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }

  async #workload(
    { metadata }: EnvironmentObject,
    env: ConnectedEnvironment,
    image: string,
    options: WorkloadInputs,
  ): Promise<readonly Manifest[]> {
    const inputs = JSON.stringify([env.spec, env.connections, image, options]);
    const key = metadata.uid ?? metadata.name;
    const kept = this.#kept.get(key);
    if (kept?.inputs === inputs) return kept.objects;
    const { workloadManifests } = await import('#cdk8s/charts/environment-objects.ts');
    const objects = workloadManifests(env, { image, ...options, ...this.#options });
    this.#kept.set(key, { inputs, objects });
    return objects;
  }
}

const needed = new Set(['ServiceAccount', 'ConfigMap', 'NetworkPolicy']);

function recorded(
  deployment: Manifest,
  { revision, since, lastGood, failed }: RollOut,
  applied: AppliedObjects,
): Manifest {
  return annotated(deployment, {
    [marks.revision]: JSON.stringify(revision),
    [marks.rolledOutAt]: microTime(since),
    [marks.applied]: JSON.stringify(applied),
    ...(lastGood && { [marks.lastGood]: JSON.stringify(lastGood) }),
    ...(failed && { [marks.failed]: JSON.stringify(failed) }),
  });
}

const annotated = (manifest: Manifest, annotations: Record<string, string>): Manifest =>
  Object.keys(annotations).length === 0
    ? manifest
    : {
        ...manifest,
        metadata: {
          ...manifest.metadata,
          annotations: { ...manifest.metadata.annotations, ...annotations },
        },
      };
