import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** Disk space of the audit log, and its limit (AUDIT_VOLUME_MB). */
export interface AuditVolume {
  readonly bytes: number;
  /** 0 for no limit. */
  readonly limit: number;
}

/** Share of the limit at which administrators are alerted (spec audit-log#volume). */
const alertAt = 0.75;

/** Pure. `full` does not stop writing: an unrecorded change would be worse. */
export function levelOf({ bytes, limit }: AuditVolume): 'good' | 'high' | 'full' {
  if (limit === 0 || bytes < limit * alertAt) return 'good';
  return bytes < limit ? 'high' : 'full';
}

/** Returns the size on disk of the log with its indices, in bytes. */
export async function auditBytes(db: Db): Promise<number> {
  const { rows } = await sql<{
    bytes: string;
  }>`select pg_total_relation_size('audit_log') as bytes`.execute(db);
  return Number(rows[0]?.bytes ?? 0);
}
