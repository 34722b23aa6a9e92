import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import { migrate } from '#app/db/migrate.ts';
import { migrations } from '#app/db/migrations/index.ts';
import { seed } from '#app/seed/index.ts';
import { cacheFolder } from '#test/support/cache.ts';
import { type PostgresServer, startPostgres } from '#test/support/postgres-server.ts';
import { fillWorld, type WorldSize } from './entities.ts';

export interface KeptWorld extends PostgresServer {
  readonly entities: number;
  readonly auditRows: number;
  /** How long its creation took. */
  readonly fillMs: number;
}

type Facts = Pick<KeptWorld, 'entities' | 'auditRows' | 'fillMs'>;

/**
 * A server with a data set of a given size that is created once and kept as long as its generator
 * and the migrations do not change. A newer one replaces it. What a benchmark adds stays: a few
 * sessions among a million entities.
 */
export async function keptWorld(size: WorldSize): Promise<KeptWorld> {
  const folder = join(keptWorlds(), `${size}-${await generation()}`);
  const known = await readFacts(folder);
  if (known !== undefined) return { ...(await startPostgres(folder, { keep: true })), ...known };
  await removeOlder(folder, size);
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const facts = await make(unfinished, size);
  await rename(unfinished, folder);
  return { ...(await startPostgres(folder, { keep: true })), ...facts };
}

async function make(folder: string, size: WorldSize): Promise<Facts> {
  await mkdir(folder, { recursive: true });
  await using server = await startPostgres(folder, { keep: true });
  await migrate(server.url);
  await seeded(server.url);
  const started = performance.now();
  const world = await fillWorld(server.url, size, 1);
  const facts = { ...world, fillMs: performance.now() - started };
  await writeFile(join(folder, 'facts.json'), JSON.stringify(facts));
  return facts;
}

async function seeded(url: string): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 1 });
  await seed(pool, { profile: 'demo', now: new Date(), appVersion: 'bench' }).finally(() =>
    pool.end(),
  );
}

const readFacts = async (folder: string): Promise<Facts | undefined> => {
  const text = await readFile(join(folder, 'facts.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Facts);
};

/** Hash of what the data set is generated from. */
async function generation(): Promise<string> {
  const generator = await readFile(fileURLToPath(new URL('entities.ts', import.meta.url)), 'utf8');
  return createHash('sha256')
    .update(generator)
    .update(JSON.stringify(migrations))
    .digest('hex')
    .slice(0, 16);
}

/** A data set of a million takes gigabytes: one of each size is enough. */
async function removeOlder(folder: string, size: WorldSize): Promise<void> {
  const entries = await readdir(dirname(folder)).catch(() => []);
  for (const entry of entries.filter(
    (name) => name.startsWith(`${size}-`) && name !== basename(folder),
  )) {
    await rm(join(dirname(folder), entry), { recursive: true, force: true });
  }
}

/** PostgreSQL refuses to run as root, and its account cannot enter root's own folders. */
const keptWorlds = (): string =>
  userInfo().uid === 0 ? '/var/tmp/ahlt/worlds' : join(cacheFolder(), 'worlds');
