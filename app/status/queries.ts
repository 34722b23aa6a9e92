import type { Pool } from 'pg';
import { graphStatus } from '../graph/index.ts';
import type { LedgerState, Resync } from './state.ts';

interface Row {
  readonly schema: string | null;
  readonly profile: string | null;
  readonly digest: string;
  readonly at: Date;
}

/**
 * Reads the ledger in three short round trips; the first checks what exists, for a database that is
 * empty or partly migrated.
 */
export async function readLedgerState(pool: Pool, graphEnv: string): Promise<LedgerState> {
  const { rows: found } = await pool.query<{ ledger: boolean; outbox: boolean }>(
    `select to_regclass('ledger.resyncs') is not null as ledger, to_regclass('public.graph_outbox') is not null as outbox`,
  );
  const { ledger = false, outbox = false } = found[0] ?? {};
  if (!ledger) return { schema: null, seed: null, resync: null };
  const { rows } = await pool.query<Row>(
    `select m.schema, s.profile, s.digest, s.applied_at as at
     from (select max(id) as schema from ledger.migrations) m
     left join lateral (select * from ledger.seeds order by id desc limit 1) s on true`,
  );
  const { schema = null, profile = null, digest = '', at = new Date(0) } = rows[0] ?? {};
  return {
    schema,
    seed: profile === null ? null : { profile, digest, at },
    resync: outbox ? await readResync(pool, graphEnv) : null,
  };
}

async function readResync(pool: Pool, env: string): Promise<Resync | null> {
  const {
    nodes = 0,
    relationships = 0,
    digest = '',
    verified = false,
    at,
    waiting,
  } = await graphStatus({ pool, env });
  return at === undefined
    ? null
    : { nodes, relationships, digest, verified, at: new Date(at), waiting };
}
