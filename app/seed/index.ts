import type pg from 'pg';
import { withConnection } from '../db/with-connection.ts';
import { AppError } from '../errors.ts';
import { type Applied, applyContent } from './apply.ts';
import { seedContent, seedVersion } from './content/index.ts';
import { type InitialPassword, readablePassword, writeInitialPasswords } from './credentials.ts';
import { digestOf, type ItemCounts } from './items.ts';
import type { SeedContent, SeedProfile } from './model.ts';
import { tellStory } from './story/index.ts';
import { StoryRefused } from './story/teller.ts';

export { readablePassword } from './credentials.ts';
export type { ItemCounts } from './items.ts';
export type { SeedProfile } from './model.ts';

export interface SeedOptions {
  readonly profile: SeedProfile;
  /** The time of seeding; demo days are relative to its day in UTC. */
  readonly now: Date;
  /** Recorded in the ledger. */
  readonly appVersion: string;
  /** Initial password of the administrator. @default generated, and returned once */
  readonly bootstrapPassword?: string;
  /** Password of all demo users. @default generated, and returned once */
  readonly demoPassword?: string;
  /** Name of the environment; `prod` refuses the demo profile. */
  readonly env?: string;
  /** Content instead of the profile's; for tests of the mechanism. */
  readonly content?: SeedContent;
}

export interface SeedResult {
  readonly profile: SeedProfile;
  /** Version of the content, for display. */
  readonly version: string;
  readonly digest: string;
  /** Nothing was done, because the same content was seeded last. */
  readonly unchanged: boolean;
  readonly entities: ItemCounts;
  readonly properties: ItemCounts;
  readonly relations: ItemCounts;
  readonly adminPasswordGenerated: boolean;
  /** Set only if it was generated now. Show it to the user who started this; never log it. */
  readonly adminPassword?: string;
  /** Shared by the demo users; set only if it was generated now. */
  readonly demoPassword?: string;
}

/** How long to wait for another seed run on the same database, in milliseconds. */
const lockTimeout = 60_000;
const lockKey = 'ahlt seed';

/**
 * Seeds a migrated database: adds missing content, updates values that changed in the content and
 * were not changed in the database, and never overwrites or restores what an administrator changed
 * or deleted. Atomic; safe to run concurrently. Throws `seed_demo_in_prod`, `schema_missing`
 * (migrate first), `seed_locked` (another seed run takes too long; retry).
 */
export async function seed(pool: pg.Pool, options: SeedOptions): Promise<SeedResult> {
  const { profile, env } = options;
  if (profile === 'demo' && env === 'prod') {
    throw new AppError('seed_demo_in_prod', {
      message: 'Demo data is not for prod: seed the profile "base" or "none" there.',
      status: 409,
    });
  }
  const content = options.content ?? seedContent(profile);
  const digest = contentDigest(content);
  return withConnection(pool, async (client) => {
    if (await wasSeededLast(client, profile, digest))
      return { ...untouched(content), profile, version: seedVersion, digest };
    return await seedLocked(client, options, content, digest);
  }).catch((error: unknown) => {
    throw explain(error);
  });
}

/**
 * Digest of the content of `profile`, `sha256:…`. Days count as offsets, so it is the same every
 * day.
 */
export const seedDigest = (profile: SeedProfile): string => contentDigest(seedContent(profile));

async function seedLocked(
  client: pg.PoolClient,
  options: SeedOptions,
  content: SeedContent,
  digest: string,
): Promise<SeedResult> {
  const { profile, appVersion, now } = options;
  await client.query('begin');
  await client.query(
    `set local lock_timeout = ${lockTimeout}; set local statement_timeout = ${5 * lockTimeout}`,
  );
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [lockKey]);
  // The previous holder of the lock may have seeded the same content.
  if (await wasSeededLast(client, profile, digest)) {
    await client.query('rollback');
    return { ...untouched(content), profile, version: seedVersion, digest };
  }
  const applied = await applyContent(client, content, now);
  await tellIfNew(client, options, content, applied);
  const passwords = await givePasswords(client, options, content, applied);
  const { entities, properties, relations } = applied;
  await client.query(
    'insert into ledger.seeds (profile, digest, app_version, counts) values ($1, $2, $3, $4)',
    [profile, digest, appVersion, { version: seedVersion, entities, properties, relations }],
  );
  await client.query('commit');
  return {
    profile,
    version: seedVersion,
    digest,
    unchanged: false,
    entities,
    properties,
    relations,
    ...passwords,
  };
}

async function wasSeededLast(
  client: pg.ClientBase,
  profile: SeedProfile,
  digest: string,
): Promise<boolean> {
  const { rows } = await client.query<{ profile: string; digest: string }>(
    'select profile, digest from ledger.seeds order by id desc limit 1',
  );
  return rows[0]?.profile === profile && rows[0].digest === digest;
}

/**
 * Tells the story of a content whose users are new (spec seed#story). Left out as a whole if one of
 * its commands is refused: an administrator set the roles or workflows up differently.
 */
async function tellIfNew(
  client: pg.PoolClient,
  { now, env = '' }: SeedOptions,
  { story, entities }: SeedContent,
  { createdUsers, ids }: Applied,
): Promise<void> {
  if (story === undefined || !story.every((user) => createdUsers.has(user))) return;
  const labels = new Map(
    entities.flatMap(({ type, name, label }) =>
      type === 'user' && typeof label === 'string' ? [[name, label] as const] : [],
    ),
  );
  await client.query('savepoint story');
  await tellStory(client, { ids, labels, now, environment: env }).catch(async (error: unknown) => {
    if (!(error instanceof StoryRefused)) throw error;
    await client.query('rollback to savepoint story');
  });
}

type Passwords = Pick<SeedResult, 'adminPasswordGenerated' | 'adminPassword' | 'demoPassword'>;

/** Sets initial passwords of users created now, and of no others. */
async function givePasswords(
  client: pg.ClientBase,
  options: SeedOptions,
  content: SeedContent,
  applied: Applied,
): Promise<Passwords> {
  const administrator = {
    given: options.bootstrapPassword,
    password: options.bootstrapPassword || readablePassword(),
    mustChange: true,
  };
  // Demo accounts are shared, so users are not asked to change the password
  // (docs/decisions/030-passwords-checked-by-rules.md).
  const demo = {
    given: options.demoPassword,
    password: options.demoPassword || readablePassword(),
    mustChange: false,
  };
  const initial = content.signIns.flatMap(({ user, kind }) => {
    const userId = applied.createdUsers.get(user);
    return userId === undefined
      ? []
      : [{ kind, userId, ...(kind === 'demo' ? demo : administrator) }];
  });
  if (initial.length > 0)
    await writeInitialPasswords(client, initial satisfies readonly InitialPassword[]);
  const generated = (kind: 'administrator' | 'demo') =>
    initial.find((one) => one.kind === kind && !one.given)?.password;
  const adminPassword = generated('administrator');
  const demoPassword = generated('demo');
  return {
    adminPasswordGenerated: adminPassword !== undefined,
    ...(adminPassword && { adminPassword }),
    ...(demoPassword && { demoPassword }),
  };
}

const contentDigest = (content: SeedContent): string => `sha256:${digestOf(content)}`;

function untouched({
  entities,
  relations,
}: SeedContent): Omit<SeedResult, 'profile' | 'version' | 'digest'> {
  const kept = (count: number): ItemCounts => ({ created: 0, updated: 0, kept: count, yielded: 0 });
  const properties = [...entities, ...relations].reduce(
    (sum, item) => sum + Object.keys(item.properties).length,
    0,
  );
  return {
    unchanged: true,
    entities: kept(entities.length),
    properties: kept(properties),
    relations: kept(relations.length),
    adminPasswordGenerated: false,
  };
}

function explain(error: unknown): unknown {
  const sqlstate = error instanceof Error && 'code' in error ? error.code : undefined;
  if (sqlstate === '42P01' || sqlstate === '3F000') {
    return new AppError('schema_missing', {
      message: 'The database lacks the tables to seed. Run migrate first.',
      status: 409,
      cause: error,
    });
  }
  if (sqlstate === '55P03') {
    const seconds = lockTimeout / 1000;
    return new AppError('seed_locked', {
      message: `Another seeding of this database has run for more than ${seconds} s. Try again.`,
      status: 503,
      cause: error,
    });
  }
  return error;
}
