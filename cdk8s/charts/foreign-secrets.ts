import type { ConnectedEnvironment } from '../api/index.ts';
import { namespaceOf } from './environment-names.ts';

/** The Secrets of the servers that an environment uses. */
const secretsOf = ({ connections: { database, graph } }: ConnectedEnvironment) =>
  [database?.adminSecretRef, database?.caSecretRef, graph?.secretRef].filter(
    (reference) => reference !== undefined,
  );

/** Secrets outside their own namespaces that environments refer to: sorted names, by namespace. */
export function foreignSecrets(
  environments: readonly ConnectedEnvironment[],
): ReadonlyMap<string, readonly string[]> {
  const foreign = environments.flatMap((env) =>
    secretsOf(env).flatMap((reference) =>
      reference.namespace === namespaceOf(env) ? [] : [reference],
    ),
  );
  const byNamespace = Map.groupBy(foreign, ({ namespace }) => namespace);
  return new Map(
    [...byNamespace].map(([namespace, secrets]) => [
      namespace,
      [...new Set(secrets.map(({ name }) => name))].toSorted(),
    ]),
  );
}
