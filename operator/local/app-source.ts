import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Name of the app in the working tree, in place of an image: `app:` and a hash of its source and
 * its packages. Another name means other code, so commands that are remembered by their inputs run
 * again exactly when something changed.
 * @param root folder of the repository
 */
export function appImage(root: string): string {
  const hash = createHash('sha256');
  const source = readdirSync(join(root, 'app'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of [...source, join(root, 'package-lock.json')]) {
    hash.update(path.slice(root.length));
    hash.update('\0');
    hash.update(readFileSync(path));
  }
  return `app:${hash.digest('hex').slice(0, 12)}`;
}
