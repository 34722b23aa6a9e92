import { keyOf } from '../clients/kubernetes-types.ts';
import type { InspectDatabase } from './inspect-database.ts';
import type { ServerOutages } from './server-outages.ts';

/** Where a pass may have to wait, as far as the resource says; its spec is not checked yet. */
interface Located {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly deletionTimestamp?: string | undefined;
  };
  readonly spec?: unknown;
}

/**
 * Names the servers that passes of an environment wait for; two environments on one server have the
 * same name.
 */
export function serversOf(resource: Located): readonly string[] {
  // A pass only asks the graph when it deletes from it.
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

/** Looks at databases with `inspect`, but not at those of a server that is known not to answer. */
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
