import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { join } from 'node:path';

/** Address of the API server, and what every request needs to authenticate. */
export interface Authentication {
  readonly server: URL;
  /**
   * TLS material and headers for one request; called for each, because tokens and certificates are
   * renewed on disk.
   */
  options(): Promise<RequestOptions>;
  /** Whether `options()` returns an agent that must be used (a proxy in the kubeconfig). */
  readonly bringsAgent: boolean;
}

/**
 * Authentication by kubeconfig: its current context, or `context`. The library is loaded on demand,
 * because it takes 40–90 MB that a pod with a service account does not need
 * (docs/decisions/009-kubernetes-client-on-plain-json.md).
 */
export async function kubeConfigAuthentication(
  file?: string,
  context?: string,
): Promise<Authentication> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  if (file === undefined) config.loadFromDefault();
  else load(config, file);
  if (context !== undefined) config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  if (!cluster)
    throw new Error(
      `${file ?? 'The kubeconfig'} has no current context${context ? ` named ${context}` : ''}.`,
    );
  return {
    server: new URL(cluster.server),
    bringsAgent: Boolean(cluster.proxyUrl),
    async options() {
      const options: RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      return options;
    },
  };
}

function load(config: { loadFromFile(file: string): void }, file: string): void {
  try {
    config.loadFromFile(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new Error(`The kubeconfig ${file} can't be read: ${reason}. Check KUBECONFIG.`, {
      cause,
    });
  }
}

export interface ServiceAccountPlace {
  /** `KUBERNETES_SERVICE_HOST`. */
  readonly host: string;
  /** `KUBERNETES_SERVICE_PORT`. */
  readonly port: string;
  /**
   * Folder of the mounted service account. @default /var/run/secrets/kubernetes.io/serviceaccount
   */
  readonly folder?: string;
}

/**
 * The mounted service account of a pod. Its token is re-read every minute because the kubelet
 * rotates it.
 */
export function serviceAccountAuthentication({
  host,
  port,
  folder,
}: ServiceAccountPlace): Authentication {
  const mounted = folder ?? '/var/run/secrets/kubernetes.io/serviceaccount';
  const ca = readFileSync(join(mounted, 'ca.crt'));
  let token = '';
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    server: new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`),
    bringsAgent: false,
    async options() {
      const now = performance.now();
      if (now - readAt > 60_000) {
        token = readFileSync(join(mounted, 'token'), 'utf8').trim();
        readAt = now;
      }
      return { ca, headers: { Authorization: `Bearer ${token}` } };
    },
  };
}
