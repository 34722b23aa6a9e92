import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, cachedOrMade } from './cache.ts';
import { downloadModule, type GoModule } from './go-module.ts';

/** CloudNativePG, whose module contains its published definitions. */
const source: GoModule = {
  path: 'github.com/cloudnative-pg/cloudnative-pg',
  version: 'v1.30.0',
  sum: 'h1:fnhVq44xXx97MNiuvJsPrX1vSjYbgdyBK5MSGfdHdp0=',
};

const files = ['clusters', 'scheduledbackups'].map((plural) => `postgresql.cnpg.io_${plural}.yaml`);
const key = `cloudnative-pg-${source.version}`;

/**
 * Paths of the definitions of Cluster and ScheduledBackup; undefined unless `fetchCloudNativePg`
 * has fetched them.
 */
export function findCloudNativePg(): string[] | undefined {
  const folder = cached(key);
  return folder === undefined ? undefined : files.map((file) => join(folder, file));
}

/** Fetches the module's 15 MB once and keeps the two files. Needs Go. */
export const fetchCloudNativePg = (): Promise<string> =>
  cachedOrMade(key, async (folder) => {
    const module = await downloadModule(source, folder);
    await Promise.all(
      files.map((file) => copyFile(join(module, 'config/crd/bases', file), join(folder, file))),
    );
  });
