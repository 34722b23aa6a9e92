import type pg from 'pg';
import { type SslMode, withConnection } from './postgres-connection.ts';

/** The record of the app's commands about this database (schema `ledger`). */
export interface LedgerRecord {
  readonly migrations: readonly { id: string; name: string; checksum: string; at: number }[];
  readonly seed?: { profile: string; digest: string; at: number };
  readonly resync?: {
    nodes: number;
    relationships: number;
    digest: string;
    startedAt: number;
    finishedAt: number;
  };
}

/**
 * Reads the ledger; empty for a database that was never migrated. Throws errors of the driver (see
 * `connectionProblem`).
 */
export const readLedger = (url: string, ssl?: SslMode): Promise<LedgerRecord> =>
  withConnection(url, ledgerOf, ssl);

/** The same on an open connection. */
export async function ledgerOf(client: pg.Client): Promise<LedgerRecord> {
  const { rows } = await client.query<{ exists: boolean }>(
    "select to_regclass('ledger.resyncs') is not null as exists",
  );
  if (!rows[0]?.exists) return { migrations: [] };
  const ledger = await client.query<{
    migrations: LedgerRecord['migrations'];
    seed: LedgerRecord['seed'] | null;
    resync: LedgerRecord['resync'] | null;
  }>(`
    select
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'checksum', checksum, 'at', ${millis('applied_at')}) order by id), '[]')
         from ledger.migrations) as migrations,
      (select json_build_object('profile', profile, 'digest', digest, 'at', ${millis('applied_at')})
         from ledger.seeds order by id desc limit 1) as seed,
      (select json_build_object('nodes', nodes, 'relationships', relationships, 'digest', digest,
                                'startedAt', ${millis('started_at')}, 'finishedAt', ${millis('finished_at')})
         from ledger.resyncs where verified order by id desc limit 1) as resync`);
  const { migrations = [], seed, resync } = ledger.rows[0] ?? {};
  return { migrations, ...(seed && { seed }), ...(resync && { resync }) };
}

const millis = (column: string) => `floor(extract(epoch from ${column}) * 1000)::bigint`;
