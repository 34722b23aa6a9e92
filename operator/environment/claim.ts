import { releaseName } from '#cdk8s/api/index.ts';
import { kind } from '#cdk8s/api/names.ts';
import { jobLabels } from '#cdk8s/charts/environment-names.ts';
import type { KubernetesObject, Manifest } from '../clients/kubernetes-types.ts';
import type { EnvironmentObject } from './resource.ts';

/**
 * Owner of an object that has the name of one of ours:
 * - `own`: this environment;
 * - `orphan`: created by the operator for an environment of this name, and without an owner since
 *   (`kubectl delete --cascade=orphan`);
 * - `former`: the same, but still owned by a deleted environment; the garbage collector is about to
 *   delete it;
 * - `foreign`: not provably ours.
 */
export type Claim = 'own' | 'orphan' | 'former' | 'foreign';

type Owner = { readonly metadata: Pick<EnvironmentObject['metadata'], 'name' | 'uid'> };

/** Reads labels and owners. Pure. */
export function claimOf({ metadata }: KubernetesObject, owner: Owner): Claim {
  const controller = metadata.ownerReferences?.find((reference) => reference.controller);
  if (controller?.uid !== undefined && controller.uid === owner.metadata.uid) return 'own';
  if (!isMarked(metadata.labels, owner)) return 'foreign';
  if (controller === undefined) return 'orphan';
  return controller.kind === kind && controller.name === owner.metadata.name ? 'former' : 'foreign';
}

const isMarked = (labels: KubernetesObject['metadata']['labels'], owner: Owner): boolean =>
  labels?.['app.kubernetes.io/managed-by'] === 'ahlt-operator' &&
  labels['app.kubernetes.io/instance'] === releaseName({ metadata: { name: owner.metadata.name } });

/**
 * Whether a Job is the one that `manifest` describes: the same command with the same inputs,
 * attempt and image.
 */
export function isSameRun(job: KubernetesObject, manifest: Manifest): boolean {
  const { command, key, attempt } = jobLabels;
  const sameInputs = [command, key, attempt].every(
    (label) => job.metadata.labels?.[label] === manifest.metadata.labels?.[label],
  );
  return sameInputs && imageOf(job) === imageOf(manifest);
}

interface JobLike {
  readonly spec?: {
    readonly template?: {
      readonly spec?: { readonly containers?: readonly { readonly image?: string }[] };
    };
  };
}

const imageOf = (job: KubernetesObject | Manifest) =>
  (job as JobLike).spec?.template?.spec?.containers?.[0]?.image;

/** An object that the operator did not create has a name that it needs. */
export class NameTaken extends Error {
  constructor({ kind: ofKind, metadata: { name, namespace } }: KubernetesObject) {
    super(
      `${ofKind} ${namespace}/${name} already exists and was not created by the operator, which needs the name. ` +
        `Check who owns it, then delete or rename it: kubectl -n ${namespace} delete ${ofKind.toLowerCase()} ${name}`,
    );
  }
}
