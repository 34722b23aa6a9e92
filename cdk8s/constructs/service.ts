import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

export interface ServiceProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the pods behind it. */
  readonly pods: Readonly<Record<string, string>>;
  /** Ports by name; the pods listen on the same ones. */
  readonly ports: Readonly<Record<string, number>>;
  /**
   * Without a cluster IP: the name resolves to the pods, ready or not, which a StatefulSet needs.
   * @default false
   */
  readonly headless?: boolean;
  /** How it is exposed. @default ClusterIP */
  readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** Further fields of its spec. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

/**
 * A name for pods. Plain JSON instead of cdk8s-plus, whose empty `externalIPs` the API server does
 * not return.
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
