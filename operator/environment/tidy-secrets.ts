import type { ConnectedEnvironment } from '#cdk8s/api/index.ts';
import type { Manifest } from '../clients/kubernetes-types.ts';
import { appliedFields } from '../runtime/managed-fields.ts';
import type { Writers } from './carry-out.ts';
import { connectionValues } from './connections.ts';
import { describeDrift } from './drift.ts';
import type { SecretObject } from './resource.ts';
import { type SecretNames, secretValues } from './secrets.ts';

/**
 * Takes out the keys that others added to the connection Secrets: each would become a variable of
 * the app, and restart it. The values of our own keys are looked after elsewhere. Before anything
 * is read from them, so that nothing follows the addition.
 * @returns what was taken out, in words
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

/** The Secret as it is, but only with the keys that we make. */
const withOurKeys = (live: SecretObject, keys: readonly string[]): Manifest => ({
  ...live,
  metadata: { name: live.metadata.name },
  data: Object.fromEntries(
    Object.entries(live.data ?? {}).filter(([key]) => keys.includes(key) || usual.includes(key)),
  ),
});

/**
 * Keys that stay though they are not wanted now: ours, e.g. after the graph was switched off, and
 * the session key that docs/runbooks/rotate-secrets.md lets people keep for a while.
 */
const usual: readonly string[] = [
  'DATABASE_CA',
  'NEO4J_PASSWORD',
  'DEMO_PASSWORD',
  'SESSION_KEY_PREVIOUS',
];
