import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

export interface DisruptionBudgetProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the pods. */
  readonly pods: Readonly<Record<string, string>>;
}

/** Lets a node drain evict one pod at a time, and unhealthy pods always. */
export class DisruptionBudget extends Construct {
  constructor(scope: Construct, id: string, { name, labels, pods }: DisruptionBudgetProps) {
    super(scope, id);
    new ApiObject(this, 'budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name, labels: { ...labels } },
      spec: {
        maxUnavailable: 1,
        selector: { matchLabels: { ...pods } },
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
  }
}

/** Spreads pods over nodes and zones if there are several; a single node takes them all. */
export const spread = (selector: Readonly<Record<string, string>>) =>
  ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...selector } },
    matchLabelKeys: ['pod-template-hash'],
  }));
