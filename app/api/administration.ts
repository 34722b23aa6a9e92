import { sql } from 'kysely';
import { z } from 'zod';
import { may } from '../http/policy.ts';
import type { Actor } from '../ontology/actor.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import { isSensitive } from '../ontology/schema.ts';
import { inTransaction } from '../ontology/transaction.ts';
import type { Services } from '../services.ts';
import { listResult } from './list.ts';
import { type Operation, operation } from './operation.ts';
import {
  fieldsQuery,
  id,
  idQuery,
  listOf,
  membersOf,
  moment,
  pageQuery,
  sparse,
} from './schema.ts';
import { texts } from './texts.ts';

const role = z
  .object({
    ...{
      id: id(),
      name: z.string(),
      label: z.string(),
      description: z.string(),
      is_active: z.boolean(),
      is_default: z.boolean(),
    },
    ...{ user_count: z.int(), permissions: z.array(z.string()) },
  })
  .meta({ id: 'Role' });
const setting = z
  .object({
    id: id(),
    name: z.string(),
    label: z.string(),
    description: z.string(),
    type: z.string(),
    value: z.string(),
  })
  .meta({ id: 'Setting' });
const auditEntry = z
  .object({
    ...{
      id: id(),
      at: moment(),
      action: z.string(),
      outcome: z.string(),
      actor_id: id().nullable(),
      actor_name: z.string(),
    },
    ...{
      target_type: z.string().nullable(),
      target_id: id().nullable(),
      target_label: z.string().nullable(),
      request_id: z.string().nullable(),
    },
  })
  .meta({ id: 'AuditEntry' });

const text = (key: string, standard = '') => sql`coalesce(e.properties ->> ${key}, ${standard})`;

/** Read-only operations for administration; changes are made on its pages. */
export function administrationOperations(services: Services): readonly Operation[] {
  const { db } = services;
  return [
    operation({
      ...{
        id: 'listRoles',
        method: 'get',
        path: '/roles',
        policy: may('roles.assign', 'roles.manage'),
      },
      ...{
        query: z.object({ ...pageQuery, fields: fieldsQuery(role) }),
        reply: listOf(sparse(role)),
      },
      run: async ({ filter }) => {
        const select = sql`e.id::float8 as id, e.name, e.label, ${text('description')} as description, e.is_active,
          ${text('is_default')} in ('1', 'true') as is_default,
          (select count(*)::integer from relations r where r.target_id = e.id and r.relation_type_id = ${relationTypeId('has_role')}) as user_count,
          array(select g.name from relations r join entities g on g.id = r.target_id and g.is_active
            where r.source_id = e.id and r.relation_type_id = ${relationTypeId('has_permission')} order by g.name) as permissions`;
        const list = {
          select,
          from: sql`entities e`,
          where: sql`e.entity_type = 'role'`,
          order: [sql`e.sort_order`, sql`e.id`],
        };
        return listResult(db, list, filter, membersOf(role));
      },
    }),
    operation({
      ...{
        id: 'listSettings',
        method: 'get',
        path: '/settings',
        policy: may('settings.manage'),
      },
      ...{
        query: z.object({ ...pageQuery, fields: fieldsQuery(setting) }),
        reply: listOf(sparse(setting)),
      },
      run: async ({ filter }) => {
        const select = sql`e.id::float8 as id, e.name, e.label, ${text('description')} as description, ${text('setting_type', 'text')} as type, ${text('value')} as value`;
        const list = {
          select,
          from: sql`entities e`,
          where: sql`e.entity_type = 'setting'`,
          order: [sql`e.sort_order`, sql`e.id`],
        };
        const show = (row: z.output<typeof setting>) =>
          membersOf(setting)(isSensitive(row.name) ? { ...row, value: '' } : row);
        return listResult(db, list, filter, show);
      },
    }),
    operation({
      ...{
        id: 'listAudit',
        method: 'get',
        path: '/audit',
        policy: may('audit.view'),
      },
      query: z.object({
        ...pageQuery,
        action: z.string().max(128).optional(),
        ...{ actor_id: idQuery, target_id: idQuery, fields: fieldsQuery(auditEntry) },
      }),
      reply: listOf(sparse(auditEntry)),
      run: async ({ actor, filter: { action, actor_id, target_id, ...filter } }) => {
        await noteReading(services, actor);
        const select = sql`e.seq::float8 as id, e.at, e.action, e.outcome, e.actor_id::float8 as actor_id, e.actor_name,
          e.target_type, e.target_id::float8 as target_id, e.target_label, e.request_id`;
        const where = sql.join(
          [
            sql`true`,
            ...(action === undefined ? [] : [sql`e.action = ${action}`]),
            ...(actor_id === undefined ? [] : [sql`e.actor_id = ${actor_id}`]),
            ...(target_id === undefined ? [] : [sql`e.target_id = ${target_id}`]),
          ],
          sql` and `,
        );
        const list = { select, from: sql`audit_log e`, where, order: [sql`e.seq`], falls: true };
        const show = (row: { readonly at: Date }) =>
          membersOf(auditEntry)({ ...row, at: row.at.toISOString() });
        return listResult(db, list, filter, show);
      },
    }),
  ];
}

/** Reading the log is recorded, once an hour per session or token, as on its page. */
async function noteReading(services: Services, actor: Actor): Promise<void> {
  const { rows } = await sql<{ noted: boolean }>`
    select exists (select from (select session_hash, at from audit_log where action = 'audit.viewed' order by seq desc limit 200) v
      where v.session_hash = ${actor.origin.sessionHash ?? null} and v.at > clock_timestamp() - interval '1 hour') as noted`.execute(
    services.db,
  );
  if (rows[0]?.noted === true) return;
  const target = { type: 'audit', id: null, label: texts.auditLog };
  await inTransaction(services, async (_tx, record) =>
    record([{ action: 'audit.viewed', actor, target, always: true }]),
  );
}
