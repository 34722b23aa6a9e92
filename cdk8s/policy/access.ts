import type { AccessRule } from '../constructs/access.ts';
import type { Manifest } from '../constructs/manifest.ts';
import { type Check, eachObject } from './check.ts';
import { podOf } from './workloads.ts';

const rulesOf = (object: Manifest): readonly AccessRule[] =>
  ['Role', 'ClusterRole'].includes(object.kind)
    ? ((object['rules'] ?? []) as readonly AccessRule[])
    : [];

const eachRule = (
  problem: (rule: AccessRule, object: Manifest) => string | undefined,
): Check['find'] =>
  eachObject((object) => rulesOf(object).flatMap((rule) => problem(rule, object) ?? []));

const said = ({ verbs, resources }: AccessRule): string =>
  `${verbs.join(', ')} ${resources.join(', ')}`;

/** Verbs that allow a subject to grant itself more permissions. */
const escalatingVerbs = ['escalate', 'bind', 'impersonate'];
const escalatingResources = [
  'roles',
  'rolebindings',
  'clusterroles',
  'clusterrolebindings',
  'pods/exec',
  'pods/attach',
  'serviceaccounts/token',
];

/** Rules for access. */
export const accessChecks: readonly Check[] = [
  {
    name: 'no-wildcard-rights',
    why: 'A star also covers what does not exist yet.',
    find: eachRule((rule) =>
      [...rule.apiGroups, ...rule.resources, ...rule.verbs].some((word) => word.includes('*'))
        ? `a star in "${said(rule)}"`
        : undefined,
    ),
  },
  {
    name: 'secrets-by-name',
    why: 'An account that can read all Secrets also reads those added later. Kubernetes cannot bind `create` to a name, so it stands alone.',
    find: eachRule((rule) => {
      if (!rule.resources.includes('secrets') || (rule.resourceNames ?? []).length > 0)
        return undefined;
      return rule.verbs.every((verb) => verb === 'create')
        ? undefined
        : `"${said(rule)}" without names`;
    }),
  },
  {
    name: 'no-escalation',
    why: 'An account that can grant rights can grant itself every right.',
    find: eachRule((rule) =>
      rule.verbs.some((verb) => escalatingVerbs.includes(verb)) ||
      rule.resources.some((resource) => escalatingResources.includes(resource))
        ? `"${said(rule)}" leads to more rights`
        : undefined,
    ),
  },
  {
    name: 'cluster-rights-by-name',
    why: 'Rights end at a namespace; cluster-wide objects are read by name.',
    find: eachRule((rule, { kind }) =>
      kind === 'ClusterRole' &&
      ((rule.resourceNames ?? []).length === 0 || rule.verbs.some((verb) => verb !== 'get'))
        ? `"${said(rule)}" in the whole cluster`
        : undefined,
    ),
  },
  {
    name: 'no-unused-token',
    why: 'An unused token can still be stolen: only pods of accounts with a Role get one.',
    find: eachObject((object, all) => {
      if (object.kind === 'ServiceAccount')
        return object['automountServiceAccountToken'] === false
          ? []
          : ['gives its token to every pod'];
      const pod = podOf(object);
      if (pod === undefined || pod.automountServiceAccountToken === false) return [];
      return isBound(pod.serviceAccountName, object.metadata.namespace, all)
        ? []
        : ['mounts a token that has no rights'];
    }),
  },
  {
    name: 'own-service-account',
    why: 'Every pod can use the account "default": rights given to it by mistake would reach every pod.',
    find: eachObject((object) => {
      const pod = podOf(object);
      const needsNone =
        object.kind === 'StatefulSet' && pod?.automountServiceAccountToken === false;
      return pod === undefined || needsNone || (pod.serviceAccountName ?? 'default') !== 'default'
        ? []
        : ['runs as the account "default"'];
    }),
  },
];

function isBound(
  account: string | undefined,
  namespace: string | undefined,
  all: readonly Manifest[],
): boolean {
  const subjectsOf = (object: Manifest) =>
    (object['subjects'] ?? []) as readonly { readonly name: string; readonly namespace?: string }[];
  return all
    .filter(({ kind }) => kind.endsWith('RoleBinding'))
    .some((binding) =>
      subjectsOf(binding).some(
        (subject) => subject.name === account && subject.namespace === namespace,
      ),
    );
}
