import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cached, cachedOrMade } from '../cache.ts';
import { findJars } from './jars.ts';

const run = promisify(execFile);
const name = 'neo4j.jsa';

/**
 * Neo4j's classes as Java has them in memory (class data sharing): a start that maps them needs
 * half the CPU time of one that reads, checks and links 20,000 of them. Undefined when
 * `makeClassArchive` hasn't made it: Java then starts without.
 */
export async function findClassArchive(): Promise<string | undefined> {
  const classPath = await findJars();
  const folder = classPath && cached(await cacheKey(classPath));
  return folder ? join(folder, name) : undefined;
}

/**
 * Makes it once for these jars and this Java. `write` starts a server with the flags it is given,
 * uses it and ends it in order, which writes the file.
 */
export async function makeClassArchive(
  write: (flags: readonly string[]) => Promise<void>,
): Promise<void> {
  const classPath = await findJars();
  if (!classPath) throw new Error('The jars are fetched first.');
  await cachedOrMade(await cacheKey(classPath), async (folder) => {
    await write([`-XX:ArchiveClassesAtExit=${join(folder, name)}`]);
    await stat(join(folder, name));
  });
}

/** Java refuses an archive of other jars, be it only their dates, and one of another Java. */
async function cacheKey(classPath: string): Promise<string> {
  const [jar = ''] = classPath.split(':');
  const [{ mtimeMs }, { stderr }] = await Promise.all([stat(jar), run('java', ['-version'])]);
  const hash = createHash('sha256').update(`${classPath}\n${mtimeMs}\n${stderr}`);
  return `neo4j-classes-${hash.digest('hex').slice(0, 16)}`;
}
