import pg from 'pg';
import { type SeedOptions, type SeedResult, seed } from '#app/seed/index.ts';
import {
  entity,
  relation,
  type SeedContent,
  type SeedEntity,
  type SeedRelation,
} from '#app/seed/model.ts';
import { createDatabase } from '#test/support/postgres.ts';

export interface Seeded {
  readonly pool: pg.Pool;
  readonly url: string;
  /** Seeds with the base profile by default. */
  seed(overrides?: Partial<SeedOptions>): Promise<SeedResult>;
  /** Runs a statement, like a change by an administrator. */
  change(sql: string, values?: unknown[]): Promise<void>;
  /** All stored content, as comparable texts. */
  contents(): Promise<string[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function emptyDatabase(): Promise<Seeded> {
  const stack = new AsyncDisposableStack();
  const { url } = stack.use(await createDatabase({ from: 'migrated' }));
  const pool = stack.adopt(new pg.Pool({ connectionString: url }), (open) => open.end());
  // Dropping the database ends connections that are still closing.
  pool.on('error', () => undefined);
  return {
    ...{ pool, url },
    seed: (overrides) =>
      seed(pool, {
        profile: 'base',
        now: new Date('2026-11-24T12:00:00Z'),
        appVersion: '1.0.0',
        ...overrides,
      }),
    change: async (sql, values) => void (await pool.query(sql, values)),
    contents: async () =>
      (await pool.query<{ line: string }>(everything)).rows.map(({ line }) => line),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const everything = `
  select line from (
    select entity_type || ':' || name || ' ' || label || ' ' || sort_order as line from entities
    union all
    select e.entity_type || ':' || e.name || ' ' || p.key || '=' || p.value from entity_properties p join entities e on e.id = p.entity_id
    union all
    select concat_ws(' ', s.entity_type || ':' || s.name, t.name, o.entity_type || ':' || o.name, p.key, p.value)
    from relations r join entities t on t.id = r.relation_type_id join entities s on s.id = r.source_id join entities o on o.id = r.target_id
    left join relation_properties p on p.relation_id = r.id
  ) lines order by line collate "C"`;

/** A small content for tests of the mechanism. */
export const content = (
  parts: { entities?: readonly SeedEntity[]; relations?: readonly SeedRelation[] } = {},
): SeedContent => ({
  entities: [
    entity('relation_type', 'has_permission', 'Has permission'),
    entity('role', 'clerk', 'Clerk', { description: 'Files things.' }),
    entity('permission', 'files.read', 'Read Files'),
    ...(parts.entities ?? []),
  ],
  relations: [
    relation('has_permission', 'role:clerk', 'permission:files.read'),
    ...(parts.relations ?? []),
  ],
  signIns: [],
});

/** `content` with the clerk's role replaced. */
export function withClerk(label: string, description: string): SeedContent {
  const { entities, ...rest } = content();
  return {
    ...rest,
    entities: entities.map((one) =>
      one.name === 'clerk' ? entity('role', 'clerk', label, { description }) : one,
    ),
  };
}
