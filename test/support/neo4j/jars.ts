import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cached, cachedOrMade } from '../cache.ts';

const run = promisify(execFile);
const pom = fileURLToPath(new URL('pom.xml', import.meta.url));

/** Class path of the Neo4j server, from the cache; undefined when `fetchJars` hasn't filled it. */
export async function findJars(): Promise<string | undefined> {
  const folder = cached(await cacheKey());
  if (!folder) return undefined;
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jar'));
  return names
    .sort()
    .map((name) => join(folder, name))
    .join(':');
}

/** Fetches the server's 123 MB from Maven Central once; nothing later. Needs Maven. */
export async function fetchJars(): Promise<string> {
  return cachedOrMade(await cacheKey(), async (folder) => {
    await run('mvn', [
      '-q',
      '-B',
      '-f',
      pom,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${folder}`,
    ]);
  });
}

async function cacheKey(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(pom));
  return `neo4j-${hash.digest('hex').slice(0, 16)}`;
}
