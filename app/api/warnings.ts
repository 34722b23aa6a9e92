import { sql } from 'kysely';
import { z } from 'zod';
import { may } from '../http/policy.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import type { Services } from '../services.ts';
import { listResult, listRows } from './list.ts';
import { type Operation, operation } from './operation.ts';
import { fieldsQuery, id, listOf, membersOf, moment, pageQuery, partOf, sparse } from './schema.ts';

const text = (key: string, standard = '') => sql`coalesce(e.properties ->> ${key}, ${standard})`;

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

type Of<Schema extends z.ZodType> = z.output<Schema>;

/** Read-only operations for warnings (spec api#governance). */
export function warningOperations({ db }: Services): readonly Operation[] {
  return [
    operation({
      ...{
        id: 'listWarnings',
        method: 'get',
        path: '/warnings',
        tag: 'governance',
        policy: may('warnings.view'),
        status: 200,
      },
      query: z.object({
        ...pageQuery,
        severity: z.enum(severities).optional(),
        fields: fieldsQuery(warning),
      }),
      reply: listOf(sparse(warning)),
      run: async ({ filter: { severity, ...filter }, actor }) => {
        const part = partOf(filter);
        const from = sql`relations mine join entities e on e.id = mine.source_id and e.entity_type = 'warning_receipt'
          join relations about on about.source_id = e.id and about.relation_type_id = ${relationTypeId('for_warning')}
          join entities w on w.id = about.target_id`;
        const of = (key: string, standard: string) =>
          sql`coalesce(w.properties ->> ${key}, ${standard})`;
        const state = text('status', 'unread');
        const select = sql`e.id::float8 as id, w.id::float8 as warning_id, e.id::float8 as receipt_id, ${of('severity', 'info')} as severity,
          ${of('category', 'system')} as category, coalesce(nullif(${of('message', '')}, ''), w.label) as message, ${state} as status,
          e.created_at as created_at`;
        const where = sql.join(
          [
            sql`mine.target_id = ${actor.id} and mine.relation_type_id = ${relationTypeId('for_user')} and ${state} not in ('deleted', 'resolved')`,
            ...(severity === undefined || severity === 'all'
              ? []
              : [sql`${of('severity', 'info')} = ${severity}`]),
          ],
          sql` and `,
        );
        const list = {
          select,
          from,
          where,
          order: [sql`case when ${state} = 'unread' then 0 else 1 end`, sql`-e.id`],
        };
        const show = (row: Omit<Of<typeof warning>, 'created_at'> & { created_at: Date }) =>
          membersOf(warning)({ ...row, created_at: row.created_at.toISOString() });
        return listResult(
          await listRows<Parameters<typeof show>[0]>(db, list, part),
          part,
          show,
          filter.fields,
        );
      },
    }),
  ];
}
