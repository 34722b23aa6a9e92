import type { ConnectedEnvironment } from '../api/index.ts';
import {
  type Allowance,
  nameResolution,
  namespaceNamed,
  type Peer,
} from '../constructs/network-policy.ts';
import { appPorts } from './environment-config.ts';
import { ingressNamespaceLabel, scrapingNamespaceLabel } from './environment-names.ts';

/**
 * Connections that the web pods accept: from the ingress controller, and from namespaces that read
 * metrics.
 */
export const webAccepts: readonly Allowance[] = [
  { peers: [{ namespaces: ingressNamespaceLabel }], ports: [appPorts.http] },
  { peers: [{ namespaces: scrapingNamespaceLabel }], ports: [appPorts.metrics] },
];

/**
 * Connections that the pods of an environment open: DNS, the database, and the graph if there is
 * one.
 */
export const environmentOpens = (env: ConnectedEnvironment): Allowance[] => [
  nameResolution,
  databaseOf(env),
  ...graphOf(env),
];

/** Connections of the web pods: the common ones, the mail server, and webhooks if there are any. */
export const webOpens = (env: ConnectedEnvironment): Allowance[] => [
  ...environmentOpens(env),
  ...mailOf(env),
  ...webhooksOf(env),
];

function mailOf({ spec: { mail } }: ConnectedEnvironment): Allowance[] {
  return mail === undefined ? [] : [{ peers: [peerOf(mail.host)], ports: [mail.port] }];
}

/** Public addresses, and the named private ones; the app checks the same for each connection. */
function webhooksOf({ spec: { webhooks } }: ConnectedEnvironment): Allowance[] {
  if (webhooks === undefined) return [];
  const { ports, networks = [] } = webhooks;
  return [{ peers: ['public', ...networks.map((network) => ({ network }))], ports: [...ports] }];
}

/**
 * For an own database only its Secret contains the host, so the usual port is open to any address.
 */
function databaseOf({ connections: { database } }: ConnectedEnvironment): Allowance {
  if (database === undefined) return { peers: ['anywhere'], ports: [5432] };
  return { peers: [peerOf(database.host)], ports: [database.port] };
}

function graphOf({ spec, connections: { graph } }: ConnectedEnvironment): Allowance[] {
  if (!spec.graph.enabled || graph === undefined) return [];
  const [, host = '', port = '7687'] = /^[a-z0-9+]+:\/\/([^:/]+)(?::(\d+))?$/.exec(graph.uri) ?? [];
  return [{ peers: [peerOf(host)], ports: [Number(port)] }];
}

/**
 * `<service>.<namespace>.svc…` is the namespace, an address is itself; a name outside the cluster
 * may have any address.
 */
function peerOf(host: string): Peer {
  const [, namespace] = /^[a-z0-9-]+\.([a-z0-9-]+)\.svc(?:\.|$)/.exec(host) ?? [];
  if (namespace !== undefined) return namespaceNamed(namespace);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return { network: `${host}/32` };
  return 'anywhere';
}
