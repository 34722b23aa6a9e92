import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

export interface ServiceProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the pods behind it. */
  readonly pods: Readonly<Record<string, string>>;
  /** Port by name; the pods listen on the same one. */
  readonly ports: Readonly<Record<string, number>>;
  /**
   * Without an address of its own: names resolve to the pods, ready or not, which a StatefulSet
   * needs. @default false
   */
  readonly headless?: boolean;
  /** How it is reached. @default ClusterIP */
  readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** Further fields of its spec. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

/**
 * A name in front of pods. Plain JSON instead of cdk8s-plus, whose empty `externalIPs` the API
 * server does not give back.
 */
export class Service extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, labels, pods, ports, headless = false, type = 'ClusterIP', spec = {} }: ServiceProps,
  ) {
    super(scope, id);
    new ApiObject(this, 'service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, labels: { ...labels } },
      spec: {
        type,
        selector: { ...pods },
        ports: Object.entries(ports).map(([port, number]) => ({
          name: port,
          port: number,
          targetPort: number,
          protocol: 'TCP',
        })),
        ...(headless ? { clusterIP: 'None', publishNotReadyAddresses: true } : {}),
        ...spec,
      },
    });
  }
}
