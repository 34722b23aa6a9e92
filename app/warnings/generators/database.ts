import { sql } from 'kysely';
import { texts } from '../texts.ts';
import { type Finding, type Generator, numberSetting } from './generator.ts';

const megabyte = 1024 * 1024;

/**
 * What a size means: at the threshold a warning, at twice the threshold a serious one. It stays
 * until a tenth below the threshold. Pure.
 */
export function judgeSize(size: number, limit: number): readonly Finding[] {
  if (size < limit * 0.9) return [];
  const isHigh = size > limit * 2;
  return [
    {
      ...{ key: 'database_size', category: 'system', severity: isHigh ? 'high' : 'medium' },
      message: texts.messages.databaseSize(size, limit),
      level: isHigh ? 1 : 0,
      details: { size_mb: size, threshold_mb: limit },
      to: { holding: 'settings.manage' },
      ...(size < limit ? { keepsOnly: true } : {}),
    },
  ];
}

/** Whether the database grows beyond the setting `warnings.database_size_mb`. */
export const databaseSize: Generator = {
  source: 'scheduled.database_size',
  find: async (look) => {
    const { rows } = await sql<{ size: string }>`
      select pg_database_size(current_database()) as size`.execute(look.db);
    const size = Math.round(Number(rows[0]?.size ?? 0) / megabyte);
    return judgeSize(size, numberSetting(look, 'warnings.database_size_mb', 500));
  },
};
