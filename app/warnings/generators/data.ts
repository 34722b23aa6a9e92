import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../db/database.ts';
import { relationTypes } from '../../declarations.ts';
import { texts } from '../texts.ts';
import { type Finding, type Generator, numberSetting } from './generator.ts';

/** Found entities, and how many there are beyond them. */
interface Found {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly total: number;
}

const countedUpTo = 1_000;
const listed = 20;

/** Types whose entities belong to something, except those of warnings themselves. */
const owned: readonly string[] = [
  ...new Set(
    Object.values(relationTypes).flatMap(({ owner, sources, targets }) =>
      owner === 'target' ? sources : owner === 'source' ? targets : [],
    ),
  ),
].filter((type) => !type.startsWith('warning'));

/** Entities that belong to something by their type, and have no relation at all. */
export const entitiesWithoutRelations: Generator = {
  source: 'scheduled.entities_without_relations',
  find: ({ db }) =>
    aboutAll(
      db,
      sql`select e.id, e.label, e.entity_type as type from entities e
        where e.entity_type = any(${[...owned]}::text[])
          and not exists (select from relations r where r.source_id = e.id)
          and not exists (select from relations r where r.target_id = e.id)`,
      {
        key: 'entities_without_relations',
        severity: 'medium',
        message: texts.messages.withoutRelations,
      },
    ),
};

/** Properties that forms require, by type; imports may leave them out. */
const expected: Readonly<Record<string, readonly string[]>> = {
  meeting: ['meeting_date'],
  suggestion: ['description'],
  proposal: ['title', 'description'],
  action_item: ['description'],
};

/** Entities that lack a property which every form of theirs requires. */
export const missingProperties: Generator = {
  source: 'scheduled.missing_properties',
  find: ({ db }) =>
    aboutAll(
      db,
      sql`select e.id, e.label, w.type from jsonb_to_recordset(${JSON.stringify(
        Object.entries(expected).map(([type, keys]) => ({ type, keys })),
      )}::jsonb) as w(type text, keys text[]) join entities e on e.entity_type = w.type
        where exists (select from unnest(w.keys) as key where coalesce(e.properties ->> key, '') = '')`,
      {
        key: 'missing_properties',
        severity: 'info',
        message: texts.messages.missingProperties,
      },
    ),
};

interface Lack extends Pick<Finding, 'key' | 'severity'> {
  readonly message: (total: number) => string;
}

/** One warning about all entities that lack something, which is none if there are none. */
async function aboutAll(
  db: Db,
  entities: RawBuilder<unknown>,
  { message, ...lack }: Lack,
): Promise<readonly Finding[]> {
  const { rows } = await sql<Found>`
    select id, label, type, count(*) over ()::integer as total from (
      ${entities} order by e.id limit ${countedUpTo}) few order by id limit ${listed}`.execute(db);
  const total = rows[0]?.total ?? 0;
  if (total === 0) return [];
  const details = {
    path: '/ontology/data',
    entity_ids: rows.map(({ id }) => Number(id)),
    entities: rows.map(({ label, type }) => `${label} (${type})`),
  };
  return [
    {
      ...{ ...lack, category: 'data_integrity', message: message(total), level: total, details },
      to: { holding: 'settings.manage' },
    },
  ];
}

/** Whole days that the daily removal of old entries may be late. */
const lateDays = 2;

/** Audit entries that their retention should have removed. */
export const oldAuditEntries: Generator = {
  source: 'scheduled.audit_retention',
  find: async (look) => {
    const days = numberSetting(look, 'audit.retention_days', 90);
    if (days === 0) return [];
    const before = new Date(look.now.getTime() - (days + lateDays) * 86_400_000);
    const { rows } = await sql<{ at: Date }>`
      select at from audit_log order by at, seq limit 1`.execute(look.db);
    const [oldest] = rows;
    return oldest === undefined || oldest.at >= before
      ? []
      : [
          {
            ...{ key: 'audit_retention', severity: 'info', category: 'system' },
            message: texts.messages.auditRetention(days),
            details: { path: '/audit', oldest_entry: oldest.at.toISOString() },
            to: { holding: 'settings.manage' },
          },
        ];
  },
};
