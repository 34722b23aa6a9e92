/** Ports of this machine that the cluster publishes. */
export interface Ports {
  readonly http: number;
  readonly https: number;
}

/**
 * Configuration of a cluster with one node, whose ports 80 and 443 are published on this machine
 * only.
 */
export const kindConfig = ({ http, https }: Ports): object => ({
  kind: 'Cluster',
  apiVersion: 'kind.x-k8s.io/v1alpha4',
  nodes: [
    {
      role: 'control-plane',
      extraPortMappings: [
        { containerPort: 80, hostPort: http, listenAddress: '127.0.0.1' },
        { containerPort: 443, hostPort: https, listenAddress: '127.0.0.1' },
      ],
    },
  ],
});
