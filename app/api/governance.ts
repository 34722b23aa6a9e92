import { sql } from 'kysely';
import { z } from 'zod';
import { may } from '../http/policy.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import type { Services } from '../services.ts';
import { listResult, listRows } from './list.ts';
import { type Operation, operation } from './operation.ts';
import { fieldsQuery, id, listOf, membersOf, moment, pageQuery, partOf, sparse } from './schema.ts';

const text = (key: string, standard = '') => sql`coalesce(e.properties ->> ${key}, ${standard})`;

const proposal = z
  .object({
    ...{ id: id(), tor_id: id().nullable(), tor_name: z.string().nullable(), title: z.string() },
    ...{
      submitted_by_id: id().nullable(),
      submitted_by_name: z.string().nullable(),
      submitted_date: z.string(),
      status: z.string(),
    },
    rejection_reason: z.string().nullable(),
  })
  .meta({ id: 'Proposal' });
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

/** Read-only operations for proposals and warnings (spec api#governance). */
export function governanceOperations({ db }: Services): readonly Operation[] {
  return [
    operation({
      ...{
        id: 'listProposals',
        method: 'get',
        path: '/proposals',
        tag: 'governance',
        policy: may('proposal.view'),
        status: 200,
      },
      query: z.object({
        ...pageQuery,
        ...{
          status: z.string().max(63).optional(),
          tor_id: z
            .string()
            .regex(/^[1-9]\d{0,14}$/)
            .optional(),
          fields: fieldsQuery(proposal),
        },
      }),
      reply: listOf(sparse(proposal)),
      run: async ({ filter: { status, tor_id, ...filter } }) => {
        const part = partOf(filter);
        const by = sql`left join entities author on author.entity_type = 'user' and author.id::text = ${text('submitted_by_id')}`;
        const to = sql`left join lateral (select tor.id, tor.label from relations r join entities tor on tor.id = r.target_id
          where r.source_id = e.id and r.relation_type_id = ${relationTypeId('submitted_to')} order by r.id limit 1) tor on true`;
        const select = sql`e.id::float8 as id, tor.id::float8 as tor_id, tor.label as tor_name,
          coalesce(nullif(${text('title')}, ''), e.label) as title, author.id::float8 as submitted_by_id, author.label as submitted_by_name,
          ${text('submitted_date')} as submitted_date, ${text('status', 'draft')} as status, nullif(${text('rejection_reason')}, '') as rejection_reason`;
        const where = sql.join(
          [
            sql`e.entity_type = 'proposal'`,
            ...(status === undefined ? [] : [sql`${text('status', 'draft')} = ${status}`]),
            ...(tor_id === undefined ? [] : [sql`tor.id = ${tor_id}`]),
          ],
          sql` and `,
        );
        const list = { select, from: sql`entities e ${by} ${to}`, where, order: [sql`e.id`] };
        return listResult(
          await listRows<Of<typeof proposal>>(db, list, part),
          part,
          membersOf(proposal),
          filter.fields,
        );
      },
    }),
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
