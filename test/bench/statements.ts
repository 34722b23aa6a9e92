import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { createAuditTrail } from '#app/audit/record.ts';
import { createDb, type Db } from '#app/db/database.ts';
import { migrate } from '#app/db/migrate.ts';
import { createPool } from '#app/db/pool.ts';
import { entityTypes } from '#app/declarations.ts';
import { systemActor } from '#app/ontology/actor.ts';
import { field, labels, listPage, property } from '#app/ontology/list/index.ts';
import { findEntityByName } from '#app/ontology/lookup.ts';
import { currentPermissions } from '#app/ontology/permissions.ts';
import { inTransaction } from '#app/ontology/transaction.ts';
import { seed } from '#app/seed/index.ts';
import { startPostgres } from '../support/postgres-server.ts';

export interface StatementFigures {
  /** Statements per second over four connections: unnamed, as sent by Kysely, and named. */
  readonly permissions: Pair;
  readonly list: Pair;
  /**
   * Transactions per second that write one audit row each, eight concurrently: the hash chain
   * serializes their commits.
   */
  readonly auditedPerSecond: number;
}

interface Pair {
  readonly unnamedPerSecond: number;
  readonly namedPerSecond: number;
}

const columns = {
  name: field('name'),
  label: field('label'),
  email: property(entityTypes.user, 'email'),
  roles: labels('has_role'),
};

/**
 * The effect of named statements on the query of every request and on a list page, with the demo
 * data.
 */
export async function benchStatements(): Promise<StatementFigures> {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await startPostgres());
  await migrate(url);
  const pool = stack.use(createPool({ url, applicationName: 'bench', poolMax: 8 }));
  await seed(pool, { profile: 'demo', now: new Date(), appVersion: 'bench' });
  const plain = stack.adopt(new Pool({ connectionString: url, max: 4 }), (opened) => opened.end());
  const unnamed: Db = new Kysely({ dialect: new PostgresDialect({ pool: plain }) });
  const named = createDb(stack.use(createPool({ url, applicationName: 'bench', poolMax: 4 })));
  const user = await findEntityByName(named, 'user', 'alice');
  if (user === undefined) throw new TypeError('The demo data has no user alice.');
  const list = (db: Db) =>
    listPage(db, {
      type: 'user',
      columns,
      orderBy: { column: columns.label },
      page: { number: 1, size: 10 },
    });
  const audit = createAuditTrail({
    sinks: ['db'],
    environment: 'bench',
    log: { info: () => undefined },
  });
  const write = () =>
    inTransaction({ db: createDb(pool), audit }, async (_tx, record) =>
      record([{ action: 'auth.login', actor: systemActor() }]),
    );
  return {
    permissions: await compare(unnamed, named, (db) => currentPermissions(db, user)),
    list: await compare(unnamed, named, list),
    auditedPerSecond: await perSecond(write, 8),
  };
}

/** Alternating, so that both meet the same conditions. */
async function compare(unnamed: Db, named: Db, ask: (db: Db) => Promise<unknown>): Promise<Pair> {
  const rounds: Pair[] = [];
  for (let round = 0; round < 4; round += 1) {
    rounds.push({
      unnamedPerSecond: await perSecond(() => ask(unnamed), 4),
      namedPerSecond: await perSecond(() => ask(named), 4),
    });
  }
  const best = (key: keyof Pair) => Math.max(...rounds.map((pair) => pair[key]));
  return { unnamedPerSecond: best('unnamedPerSecond'), namedPerSecond: best('namedPerSecond') };
}

/** Executions per second with `parallel` concurrent ones. */
async function perSecond(work: () => Promise<unknown>, parallel: number): Promise<number> {
  const [started, lasting] = [performance.now(), 1500];
  let done = 0;
  const worker = async () => {
    while (performance.now() - started < lasting) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return Math.round((done * 1000) / (performance.now() - started));
}
