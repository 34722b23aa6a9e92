import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

/** One rule of a Role, as Kubernetes writes it. */
export interface AccessRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

export interface AccessProps {
  /** Name of the role and its binding. */
  readonly name: string;
  /** Its namespace. Omitted: the whole cluster. */
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly AccessRule[];
  /** The ServiceAccount. */
  readonly subject: { readonly name: string; readonly namespace: string };
}

/**
 * Permissions of a ServiceAccount in one namespace, or in the cluster: role and binding. Creates
 * nothing without rules.
 */
export class Access extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, namespace, labels, rules, subject }: AccessProps,
  ) {
    super(scope, id);
    if (rules.length === 0) return;
    const prefix = namespace === undefined ? 'Cluster' : '';
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const metadata = {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...labels },
    };
    new ApiObject(this, 'role', { apiVersion, kind: `${prefix}Role`, metadata, rules });
    new ApiObject(this, 'binding', {
      apiVersion,
      kind: `${prefix}RoleBinding`,
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: `${prefix}Role`, name },
      subjects: [{ kind: 'ServiceAccount', ...subject }],
    });
  }
}
