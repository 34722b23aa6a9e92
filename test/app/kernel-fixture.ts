import { createAuditTrail } from '#app/audit/record.ts';
import { createDb, type Db } from '#app/db/database.ts';
import { createPool } from '#app/db/pool.ts';
import { declaredConstraints } from '#app/declared-constraints.ts';
import type { Actor } from '#app/ontology/actor.ts';
import type { CommandServices } from '#app/ontology/command.ts';
import { findEntityByName } from '#app/ontology/lookup.ts';
import { currentPermissions } from '#app/ontology/permissions.ts';
import type { SettingPolicy } from '#app/settings/index.ts';
import { createDatabase } from '#test/support/postgres.ts';

/** A database with what commands need, closed and dropped on dispose. */
export interface Store extends CommandServices, AsyncDisposable {
  /** The part of the configuration that decides about settings. */
  readonly config: SettingPolicy;
  readonly db: Db;
  /** Connection string of its superuser. */
  readonly url: string;
  /** Lines of the other sink, one per event. */
  readonly lines: readonly { readonly audit: Record<string, unknown> }[];
  /** A seeded user, with current permissions. */
  actor(name: string): Promise<Actor>;
}

export async function openStore(from: 'migrated' | 'base' | 'demo'): Promise<Store> {
  const stack = new AsyncDisposableStack();
  const { url } = stack.use(await createDatabase({ from }));
  // What prepares a test may take a busy machine longer than a page may.
  const pool = createPool({
    ...{ url, applicationName: 'test', poolMax: 8, statementTimeoutMs: 120_000 },
  });
  const db = createDb(stack.use(pool));
  const lines: { audit: Record<string, unknown> }[] = [];
  const log = {
    info: (facts: object) => void lines.push(facts as { audit: Record<string, unknown> }),
  };
  return {
    url,
    db,
    lines,
    config: { environment: 'test', pinnedSettings: {} },
    audit: createAuditTrail({ sinks: ['stdout', 'db'], environment: 'test', log }),
    constraints: declaredConstraints,
    now: () => new Date(),
    actor: async (name) => {
      const user = await findEntityByName(db, 'user', name);
      if (user === undefined) throw new Error(`no user ${name}`);
      const { id, label } = user;
      const origin = {
        requestId: 'request-1',
        address: '192.0.2.7',
        userAgent: 'a browser',
        sessionHash: 'ab12',
      };
      return {
        kind: 'user',
        id,
        name,
        label,
        permissions: await currentPermissions(db, { id }),
        origin,
      };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
