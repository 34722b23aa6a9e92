import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** Room that the audit log takes, and how much it may (AUDIT_VOLUME_MB). */
export interface AuditVolume {
  readonly bytes: number;
  /** 0: as much as there is. */
  readonly limit: number;
}

/** Share of the limit at which an administrator is alerted (spec audit-log#volume). */
const alertAt = 0.75;

/** Pure. `full` is no reason to stop writing: a change without its trace would be worse. */
export function levelOf({ bytes, limit }: AuditVolume): 'good' | 'high' | 'full' {
  if (limit === 0 || bytes < limit * alertAt) return 'good';
  return bytes < limit ? 'high' : 'full';
}

/** Bytes on disk of the log with its indices. */
export async function auditBytes(db: Db): Promise<number> {
  const { rows } = await sql<{
    bytes: string;
  }>`select pg_total_relation_size('audit_log') as bytes`.execute(db);
  return Number(rows[0]?.bytes ?? 0);
}
