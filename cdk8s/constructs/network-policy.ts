import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

/** The other end: pods of namespaces, a network, public addresses, or anywhere. */
export type Peer =
  | {
      readonly namespaces: Readonly<Record<string, string>>;
      readonly pods?: Readonly<Record<string, string>>;
    }
  | { readonly pods: Readonly<Record<string, string>> }
  | { readonly network: string }
  | 'public'
  | 'anywhere';

/** Allowed traffic. */
export interface Allowance {
  readonly peers: readonly Peer[];
  readonly ports: readonly number[];
  /** @default TCP */
  readonly protocols?: readonly ('TCP' | 'UDP')[];
}

export interface NetworkPolicyProps {
  readonly name: string;
  /** @default the namespace of the chart */
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the affected pods. @default every pod of the namespace */
  readonly pods?: Readonly<Record<string, string>>;
  /** Connections that these pods accept. @default none */
  readonly accepts?: readonly Allowance[];
  /** Connections that these pods open. @default none */
  readonly opens?: readonly Allowance[];
}

/**
 * Allowed connections of pods, in both directions; what no policy allows is refused. Policies are
 * additive, so each covers one thing.
 */
export class NetworkPolicy extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, namespace, labels, pods = {}, accepts = [], opens = [] }: NetworkPolicyProps,
  ) {
    super(scope, id);
    new ApiObject(this, 'policy', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels: { ...labels } },
      spec: {
        podSelector: selector(pods),
        policyTypes: ['Ingress', 'Egress'],
        ...(accepts.length === 0
          ? {}
          : {
              ingress: accepts.map((allowance) => ({
                ...ports(allowance),
                ...ends('from', allowance),
              })),
            }),
        ...(opens.length === 0
          ? {}
          : {
              egress: opens.map((allowance) => ({ ...ports(allowance), ...ends('to', allowance) })),
            }),
      },
    });
  }
}

/** A namespace by its name. */
export const namespaceNamed = (name: string, pods?: Readonly<Record<string, string>>): Peer => ({
  namespaces: { 'kubernetes.io/metadata.name': name },
  ...(pods === undefined ? {} : { pods }),
});

/** Name resolution, which every pod needs. */
export const nameResolution: Allowance = {
  peers: [namespaceNamed('kube-system', { 'k8s-app': 'kube-dns' })],
  ports: [53],
  protocols: ['UDP', 'TCP'],
};

const selector = (labels: Readonly<Record<string, string>>) =>
  Object.keys(labels).length === 0 ? {} : { matchLabels: { ...labels } };

const ports = ({ ports: numbers, protocols = ['TCP'] }: Allowance) => ({
  ports: numbers.flatMap((port) => protocols.map((protocol) => ({ port, protocol }))),
});

const ends = (direction: 'from' | 'to', { peers }: Allowance) =>
  peers.includes('anywhere')
    ? {}
    : {
        [direction]: peers
          .filter((peer) => peer !== 'anywhere')
          .flatMap((peer) => (peer === 'public' ? publicAddresses : [peerSpec(peer)])),
      };

/** All addresses but those of private networks and of the machine itself (RFC 6890). */
const publicAddresses = [
  {
    ipBlock: {
      cidr: '0.0.0.0/0',
      except: [
        ...['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
        '192.168.0.0/16',
      ],
    },
  },
  { ipBlock: { cidr: '2000::/3' } },
];

function peerSpec(peer: Exclude<Peer, 'anywhere' | 'public'>) {
  if ('network' in peer) return { ipBlock: { cidr: peer.network } };
  return {
    ...('namespaces' in peer ? { namespaceSelector: selector(peer.namespaces) } : {}),
    ...(peer.pods === undefined ? {} : { podSelector: selector(peer.pods) }),
  };
}
