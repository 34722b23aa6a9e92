import type { AhltEnvironment } from '../api/index.ts';
import { namespaceOf } from './environment-names.ts';

/** Secrets outside of their own namespaces that environments refer to: names, sorted, by namespace. */
export function foreignSecrets(environments: readonly AhltEnvironment[]): ReadonlyMap<string, readonly string[]> {
  const foreign = environments.flatMap((env) =>
    [env.spec.database.server?.adminSecretRef, env.spec.database.server?.caSecretRef, env.spec.graph.secretRef].flatMap((reference) =>
      reference?.namespace === undefined || reference.namespace === namespaceOf(env)
        ? []
        : [{ namespace: reference.namespace, name: reference.name }],
    ),
  );
  const byNamespace = Map.groupBy(foreign, ({ namespace }) => namespace);
  return new Map([...byNamespace].map(([namespace, secrets]) => [namespace, [...new Set(secrets.map(({ name }) => name))].toSorted()]));
}
