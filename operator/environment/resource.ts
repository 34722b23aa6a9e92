import { type AhltEnvironmentStatus, group, kind, plural, version } from '#cdk8s/api/index.ts';
import type { KubernetesObject, ResourceType } from '../clients/kubernetes-types.ts';

/** The custom resource, for paths. */
export const environmentType: ResourceType = { group, version, plural, kind, namespaced: true };

/** The custom resource as returned by the API server: an unchecked spec, and our own status. */
export interface EnvironmentObject extends KubernetesObject {
  readonly spec?: unknown;
  readonly status?: AhltEnvironmentStatus;
}

export interface SecretObject extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** Annotations and the finalizer that the operator reads or writes. */
export const marks = {
  finalizer: `${group}/database`,
  requestedAt: `${group}/requestedAt`,
  approvedPlan: `${group}/approved-plan`,
  rotate: `${group}/rotate`,
  /** On the migrator's Secret: the request that its password satisfies. */
  rotatedFor: `${group}/rotated-for`,
  /** On a connection Secret: fingerprint of the password that the operator generated. */
  password: `${group}/password-fingerprint`,
  /** On a Job: the output of its command, so that nothing is lost with the pod. */
  result: `${group}/result`,
  /**
   * On the Deployment: the current rollout, its start, the last good one and the one rolled back.
   */
  revision: `${group}/revision`,
  rolledOutAt: `${group}/rolled-out-at`,
  lastGood: `${group}/last-good-revision`,
  failed: `${group}/failed-rollout`,
  /** On the Deployment, which is applied last: the hash of each object applied with it. */
  applied: `${group}/applied`,
} as const;

/** Values of a Secret as text. */
export const decoded = (secret: SecretObject | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(secret?.data ?? {}).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString('utf8'),
    ]),
  );
