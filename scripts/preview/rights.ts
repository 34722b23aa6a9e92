import type { AccessRule } from '#cdk8s/constructs/access.ts';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';

/** A permission that a subject gains or loses. */
export interface RightChange {
  readonly kind: 'gets' | 'loses';
  /** ServiceAccount, `namespace/name`. */
  readonly subject: string;
  /** `get, list secrets "dev-tls" in ahlt-dev`. */
  readonly right: string;
}

/**
 * Differences between permissions granted by roles and bindings; roles without a binding grant
 * none. Pass the objects of all namespaces together.
 */
export function rightChanges(
  before: readonly Manifest[],
  after: readonly Manifest[],
): RightChange[] {
  const old = new Map(rightsOf(before).map((right) => [key(right), right]));
  const now = new Map(rightsOf(after).map((right) => [key(right), right]));
  return [
    ...said(
      'gets',
      [...now.values()].filter((right) => !old.has(key(right))),
    ),
    ...said(
      'loses',
      [...old.values()].filter((right) => !now.has(key(right))),
    ),
  ];
}

interface Right {
  readonly subject: string;
  readonly verb: string;
  readonly on: string;
}

const key = ({ subject, verb, on }: Right): string => `${subject} ${verb} ${on}`;

interface Binding {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly name: string; readonly namespace?: string }[];
}

function rightsOf(objects: readonly Manifest[]): Right[] {
  const bindings = objects.filter(({ kind }) => kind.endsWith('RoleBinding'));
  return bindings.flatMap((binding) => {
    const { roleRef, subjects = [] } = binding as unknown as Binding;
    const role = objects.find(
      ({ kind, metadata }) =>
        kind === roleRef.kind &&
        metadata.name === roleRef.name &&
        (kind === 'ClusterRole' || metadata.namespace === binding.metadata.namespace),
    );
    const rules = (role?.['rules'] ?? []) as readonly AccessRule[];
    const place =
      binding.metadata.namespace === undefined
        ? 'in the whole cluster'
        : `in ${binding.metadata.namespace}`;
    return subjects.flatMap(({ name, namespace = binding.metadata.namespace ?? '' }) =>
      rules
        .flatMap(expanded)
        .map(({ verb, on }) => ({ subject: `${namespace}/${name}`, verb, on: `${on} ${place}` })),
    );
  });
}

const expanded = ({
  apiGroups,
  resources,
  verbs,
  resourceNames = [],
}: AccessRule): Omit<Right, 'subject'>[] =>
  apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      (resourceNames.length > 0 ? resourceNames : [undefined]).flatMap((name) =>
        verbs.map((verb) => ({
          verb,
          on: `${resource}${group === '' ? '' : `.${group}`}${name === undefined ? '' : ` "${name}"`}`,
        })),
      ),
    ),
  );

function said(kind: RightChange['kind'], rights: readonly Right[]): RightChange[] {
  const groups = Map.groupBy(rights, ({ subject, on }) => `${subject}\n${on}`);
  return [...groups.entries()].map(([group, members]) => {
    const [subject = '', on = ''] = group.split('\n');
    return { kind, subject, right: `${members.map(({ verb }) => verb).join(', ')} ${on}` };
  });
}
