import { sql } from 'kysely';
import { z } from 'zod';
import { may } from '../http/policy.ts';
import type { Services } from '../services.ts';
import { warningRowsOf } from '../warnings/index.ts';
import { listResult } from './list.ts';
import { type Operation, operation } from './operation.ts';
import { fieldsQuery, id, listOf, membersOf, moment, pageQuery, sparse } from './schema.ts';

const severities = ['all', 'info', 'low', 'medium', 'high', 'critical'] as const;
const warning = z
  .object({
    ...{
      id: id(),
      warning_id: id(),
      receipt_id: id(),
      severity: z.string(),
      category: z.string(),
      message: z.string(),
    },
    ...{ status: z.string(), created_at: moment() },
  })
  .meta({ id: 'Warning' });

/** Read-only operations for warnings (spec api#governance). */
export function warningOperations({ db }: Services): readonly Operation[] {
  return [
    operation({
      ...{
        id: 'listWarnings',
        method: 'get',
        path: '/warnings',
        policy: may('warnings.view'),
      },
      query: z.object({
        ...pageQuery,
        severity: z.enum(severities).optional(),
        fields: fieldsQuery(warning),
      }),
      reply: listOf(sparse(warning)),
      run: async ({ filter: { severity, ...filter }, actor }) => {
        const list = {
          select: sql`w.*, w.receipt_id as id`,
          from: sql`${warningRowsOf(actor.id)} w`,
          where:
            severity === undefined || severity === 'all'
              ? sql`true`
              : sql`w.severity = ${severity}`,
          order: [sql`case when w.status = 'unread' then 0 else 1 end`, sql`-w.receipt_id`],
        };
        const show = (row: { readonly created_at: Date }) =>
          membersOf(warning)({ ...row, created_at: row.created_at.toISOString() });
        return listResult(db, list, filter, show);
      },
    }),
  ];
}
