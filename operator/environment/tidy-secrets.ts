import type { ConnectedEnvironment } from '#cdk8s/api/index.ts';
import type { Manifest } from '../clients/kubernetes-types.ts';
import { appliedFields } from '../runtime/managed-fields.ts';
import type { Writers } from './carry-out.ts';
import { connectionValues } from './connections.ts';
import { describeDrift } from './drift.ts';
import type { SecretObject } from './resource.ts';
import { type SecretNames, secretValues } from './secrets.ts';

/**
 * Removes keys that others added to the connection Secrets: each would become a variable of the app
 * and restart it. Our own keys are maintained elsewhere. Runs before the values are read, so that
 * nothing depends on an addition.
 * @returns a description of the removed Secrets
 */
export async function tidySecrets(
  environment: ConnectedEnvironment,
  names: SecretNames,
  { applier, client, secretWatch }: Pick<Writers, 'applier' | 'client' | 'secretWatch'>,
  signal: AbortSignal,
): Promise<string[]> {
  const values = connectionValues(
    environment,
    secretValues(names, (name) => secretWatch.get(name)),
  );
  const changes: string[] = [];
  for (const kind of ['runtime', 'migrator'] as const) {
    const live = secretWatch.get(names[kind]);
    if (!live || !appliedFields(live, client.fieldManager)) continue;
    const desired = withOurKeys(live, Object.keys(values[kind]));
    const additions = applier.additions(desired, live);
    if (additions.length === 0) continue;
    await applier.withdraw(desired, live, secretWatch.storeOf(names[kind]), signal);
    const words = describeDrift(desired, live, {
      manager: client.fieldManager,
      additions,
      news: true,
    });
    if (words !== undefined) changes.push(words);
  }
  return changes;
}

/** The Secret reduced to our keys. */
const withOurKeys = (live: SecretObject, keys: readonly string[]): Manifest => ({
  ...live,
  metadata: { name: live.metadata.name },
  data: Object.fromEntries(
    Object.entries(live.data ?? {}).filter(([key]) => keys.includes(key) || usual.includes(key)),
  ),
});

/**
 * Keys that are kept although they are not needed now: our own, e.g. after the graph was turned
 * off, and the session key that docs/runbooks/rotate-secrets.md keeps for a while.
 */
const usual: readonly string[] = [
  'DATABASE_CA',
  'NEO4J_PASSWORD',
  'DEMO_PASSWORD',
  'SESSION_KEY_PREVIOUS',
];
