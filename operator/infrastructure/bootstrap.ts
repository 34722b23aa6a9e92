import { randomBytes } from 'node:crypto';
import type { KubernetesClient } from '../clients/kubernetes.ts';
import { ApiError } from '../clients/kubernetes-error.ts';
import { resources } from '../clients/kubernetes-resources.ts';
import type { Manifest } from '../clients/kubernetes-types.ts';
import { type BackoffPolicy, backoffDelay } from '../runtime/backoff.ts';
import { type Clock, sleep } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';

export interface BootstrapOptions {
  readonly client: Pick<KubernetesClient, 'create'>;
  /** Namespace of the shared servers. */
  readonly namespace: string;
  /** Names of the required Secrets. */
  readonly secrets: readonly string[];
  readonly log: Logger;
  readonly clock: Clock;
}

const pause: BackoffPolicy = { baseMs: 500, capMs: 15_000 };

/**
 * Generates the passwords of the shared servers, once: their StatefulSets wait for these Secrets
 * (docs/decisions/016-passwords-generated-in-the-cluster.md). Existing ones are never changed. Ends
 * when all exist, or when another tool manages the shared servers; retries until then.
 */
export async function bootstrap(
  { client, namespace, secrets, log, clock }: BootstrapOptions,
  signal: AbortSignal,
): Promise<void> {
  const missing = credentials(namespace).filter(({ metadata }) => secrets.includes(metadata.name));
  for (let failures = 0; missing.length > 0 && !signal.aborted; ) {
    const [secret] = missing;
    if (!secret) return;
    try {
      await client.create(secret, { type: resources.secret, signal });
      log.info(
        { secret: `${namespace}/${secret.metadata.name}` },
        'created the password of a shared server',
      );
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.status === 403) {
        log.info({ namespace }, 'the passwords of the shared servers are provided by another tool');
        return;
      }
      if (!(error instanceof ApiError && error.reason === 'AlreadyExists')) {
        failures += 1;
        log.warn(
          { err: error, secret: secret.metadata.name },
          'the password of a shared server could not be created',
        );
        await sleep(clock, backoffDelay(pause, failures, Math.random), signal);
        continue;
      }
    }
    missing.shift();
  }
}

/** New passwords on each call: only the first ones are ever stored. */
function credentials(namespace: string): Manifest[] {
  const graphPassword = newPassword();
  return [
    secret(namespace, 'postgres-admin', 'database', { username: 'ahlt', password: newPassword() }),
    secret(namespace, 'neo4j-auth', 'graph', {
      username: 'neo4j',
      password: graphPassword,
      NEO4J_AUTH: `neo4j/${graphPassword}`,
    }),
  ];
}

const newPassword = () => randomBytes(24).toString('hex');

const secret = (
  namespace: string,
  name: string,
  component: string,
  values: Record<string, string>,
): Manifest => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name,
    namespace,
    labels: {
      app: name,
      'app.kubernetes.io/name': name,
      'app.kubernetes.io/component': component,
      'app.kubernetes.io/managed-by': 'ahlt-operator',
    },
  },
  type: 'Opaque',
  data: Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  ),
});
