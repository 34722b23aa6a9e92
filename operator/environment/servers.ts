import { keyOf } from '../clients/kubernetes-types.ts';
import type { InspectDatabase } from './inspect-database.ts';
import type { ServerOutages } from './server-outages.ts';

/** The servers that a pass may wait for, according to the unchecked resource. */
interface Located {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly deletionTimestamp?: string | undefined;
  };
  readonly spec?: unknown;
}

/**
 * Names the servers that passes of an environment wait for; environments on the same server get the
 * same name.
 */
export function serversOf(resource: Located): readonly string[] {
  // A pass contacts the graph only to delete from it.
  const deletes =
    resource.metadata.deletionTimestamp !== undefined &&
    at(resource.spec, 'graph', 'enabled') === true;
  const graph = deletes ? [`graph ${String(at(resource.spec, 'graph', 'server') ?? '')}`] : [];
  return [databaseServerOf(resource), ...graph];
}

/** Names the server of an environment's database. */
export function databaseServerOf({ metadata, spec }: Located): string {
  const server = at(spec, 'database', 'server');
  if (typeof server === 'string') return `database ${server}`;
  return `database of ${keyIn({ metadata })}`; // one of its own, behind a URL
}

/** Inspects databases with `inspect`, except those of a server known to be down. */
export const sparing =
  (inspect: InspectDatabase, outages: ServerOutages): InspectDatabase =>
  async (env, names, secrets) =>
    await outages.ask(databaseServerOf(env), keyIn(env), () => inspect(env, names, secrets));

const keyIn = ({ metadata: { name, namespace } }: Located): string =>
  keyOf({ name, ...(namespace && { namespace }) });

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
