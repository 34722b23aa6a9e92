/** Who applies an object: the operator, or CI with the output of `npm run synth`. */
export type ManagedBy = 'ahlt-operator' | 'ahlt-synth';

export interface LabelsProps {
  /**
   * Value of `app` and `app.kubernetes.io/instance`: prefix of the object names, e.g. `ahlt-dev`.
   */
  readonly release: string;
  /** The component that the object is a part of, e.g. `web` or `database`. */
  readonly component: string;
  /** Program, e.g. `im-ctrl`. @default im-ctrl */
  readonly name?: string;
  /** Version of the program; see `versionOf`. Omitted if there is none. */
  readonly version?: string;
  readonly managedBy: ManagedBy;
}

/** The recommended Kubernetes labels in addition to `app`; every object has them. */
export const standardLabels = ({
  release,
  component,
  name = 'im-ctrl',
  version,
  managedBy,
}: LabelsProps): Record<string, string> => ({
  app: release,
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/instance': release,
  'app.kubernetes.io/component': component,
  'app.kubernetes.io/managed-by': managedBy,
  ...(version === undefined ? {} : { 'app.kubernetes.io/version': version }),
});

/**
 * Labels that match the pods of one component only: the Jobs of a release have the same `app`.
 * Independent of the version.
 */
export const podSelector = (release: string, component: string): Record<string, string> => ({
  app: release,
  'app.kubernetes.io/component': component,
});

/**
 * The version in an image reference, as a label value: its tag, otherwise the first 12 digits of
 * its digest, otherwise `unknown`. `registry:5050/ahlt/im-ctrl:1.4.0@sha256:…` is `1.4.0`.
 */
export function versionOf(image: string): string {
  const [reference = '', digest] = image.split('@');
  const tag = reference.slice(reference.lastIndexOf('/') + 1).split(':')[1];
  const version = tag ?? digest?.replace(':', '-').slice(0, 'sha256-'.length + 12) ?? 'unknown';
  return version.slice(0, 63).replace(/[^A-Za-z0-9]+$/, '');
}
