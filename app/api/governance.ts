import { sql } from 'kysely';
import { z } from 'zod';
import { type Day, dayAt } from '../authority/index.ts';
import { may } from '../http/policy.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import { memberCountOf, positionCountOf } from '../positions/index.ts';
import type { Services } from '../services.ts';
import { listResult, listRows } from './list.ts';
import { type Operation, operation } from './operation.ts';
import { existing } from './outcome.ts';
import {
  chosen,
  fieldsQuery,
  id,
  listOf,
  membersOf,
  moment,
  pageQuery,
  partOf,
  sparse,
} from './schema.ts';

const text = (key: string, standard = '') => sql`coalesce(e.properties ->> ${key}, ${standard})`;

const committee = sql`e.id`;

const torLine = z
  .object({
    ...{
      id: id(),
      name: z.string(),
      label: z.string(),
      description: z.string(),
      status: z.string(),
      meeting_cadence: z.string(),
    },
    ...{ member_count: z.int(), function_count: z.int() },
  })
  .meta({ id: 'TorLine' });
const tor = z
  .object({
    ...{
      id: id(),
      name: z.string(),
      label: z.string(),
      description: z.string(),
      status: z.string(),
      meeting_cadence: z.string(),
    },
    ...{
      cadence_day: z.string(),
      cadence_time: z.string(),
      cadence_duration_minutes: z.string(),
      default_location: z.string(),
    },
    member_count: z.int(),
  })
  .meta({ id: 'Tor' });
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

const torColumns = (
  day: Day,
) => sql`e.id::float8 as id, e.name, e.label, ${text('description')} as description, ${text('status', 'active')} as status,
  ${text('meeting_cadence', 'ad-hoc')} as meeting_cadence, ${memberCountOf(committee, day)} as member_count`;

type Of<Schema extends z.ZodType> = z.output<Schema>;

/** Read-only operations for governance (spec api#governance). */
export function governanceOperations({ db }: Services): readonly Operation[] {
  return [
    operation({
      ...{
        id: 'listTors',
        method: 'get',
        path: '/tors',
        tag: 'governance',
        policy: may('tor.list'),
        status: 200,
      },
      query: z.object({
        ...pageQuery,
        status: z.string().max(63).optional(),
        fields: fieldsQuery(torLine),
      }),
      reply: listOf(sparse(torLine)),
      run: async ({ filter, now }) => {
        const part = partOf(filter);
        const select = sql`${torColumns(dayAt(now))}, ${positionCountOf(committee)} as function_count`;
        const where =
          filter.status === undefined
            ? sql`e.entity_type = 'tor'`
            : sql`e.entity_type = 'tor' and ${text('status', 'active')} = ${filter.status}`;
        const list = {
          select,
          from: sql`entities e`,
          where,
          order: [sql`e.sort_order`, sql`e.id`],
        };
        return listResult(
          await listRows<Of<typeof torLine>>(db, list, part),
          part,
          membersOf(torLine),
          filter.fields,
        );
      },
    }),
    operation({
      ...{
        id: 'getTor',
        method: 'get',
        path: '/tors/:id',
        tag: 'governance',
        policy: may('tor.list'),
        status: 200,
      },
      ...{ query: z.object({ fields: fieldsQuery(tor) }), reply: sparse(tor), versioned: true },
      run: async ({ id: wanted, filter, now }) => {
        const { rows } = await sql<Of<typeof tor> & { version: string }>`
          select ${torColumns(dayAt(now))}, e.version, ${text('cadence_day')} as cadence_day, ${text('cadence_time')} as cadence_time,
            ${text('cadence_duration_minutes', '60')} as cadence_duration_minutes, ${text('default_location')} as default_location
          from entities e where e.id = ${wanted} and e.entity_type = 'tor'`.execute(db);
        const row = existing(rows[0]);
        return { body: chosen(membersOf(tor)(row), filter.fields), version: row.version };
      },
    }),
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
