import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { NetworkPolicy } from './network-policy.ts';

export interface ClosedNamespaceProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Sum of what its pods may request; see `quotaFor`. */
  readonly quota: Readonly<Record<string, string>>;
  /**
   * Enforced Pod Security level; violations of `restricted` are always reported. @default
   * restricted
   */
  readonly podSecurity?: 'restricted' | 'privileged';
}

/**
 * A namespace that allows nothing by default: restricted pods, a quota, limits for containers
 * without their own, no traffic.
 */
export class ClosedNamespace extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, labels, quota, podSecurity = 'restricted' }: ClosedNamespaceProps,
  ) {
    super(scope, id);
    new ApiObject(this, 'namespace', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name,
        labels: {
          ...labels,
          'pod-security.kubernetes.io/enforce': podSecurity,
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
      },
    });
    const metadata = (object: string) => ({ name: object, namespace: name, labels: { ...labels } });
    new ApiObject(this, 'quota', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: metadata('quota'),
      spec: { hard: { ...quota } },
    });
    new ApiObject(this, 'limits', {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: metadata('limits'),
      spec: {
        limits: [
          {
            type: 'Container',
            defaultRequest: { cpu: '50m', memory: '64Mi' },
            default: { cpu: '250m', memory: '256Mi' },
          },
        ],
      },
    });
    new NetworkPolicy(this, 'default-deny', { name: 'default-deny', namespace: name, labels });
  }
}
