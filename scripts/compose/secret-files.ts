import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { passphrase } from '#operator/environment/passphrase.ts';
import { ComposeFault } from './fault.ts';
import { missingSecrets, serverSecrets } from './secrets.ts';

/**
 * Writes missing secret files. Returns how many. The folder is accessible to its owner only; the
 * files in it are readable by all, because a container that is not root reads them as its own user.
 * @param hasData whether the servers' volumes exist already
 * @throws ComposeFault if data exists and the passwords it was created with do not
 */
export async function provideSecrets(
  folder: string,
  environments: readonly string[],
  hasData: () => Promise<boolean>,
): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const names = await readdir(folder);
  const there = new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
    ),
  );
  const made = missingSecrets(environments, there, {
    hex: (bytes) => randomBytes(bytes).toString('hex'),
    passphrase,
  });
  const lost = serverSecrets.filter((name) => made.has(name));
  if (lost.length > 0 && (await hasData())) {
    throw new ComposeFault(
      `PostgreSQL and Neo4j have data, but ${folder} lacks their ${lost.join(', ')}`,
      ['Restore the folder. To start over without the data: make clean'],
    );
  }
  for (const [name, content] of made)
    await writeFile(join(folder, name), `${content}\n`, { mode: 0o644, flag: 'wx' });
  return made.size;
}

/** Whether a folder contains the servers' secrets of an earlier start. */
export async function hasSecrets(folder: string): Promise<boolean> {
  const names: readonly string[] = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return serverSecrets.every((name) => names.includes(name));
}
